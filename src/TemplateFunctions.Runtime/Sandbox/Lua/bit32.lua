-- bit32.*: Luau's operations on unsigned 32-bit numbers, over Lua's 64-bit integers.
local T = ...
local error, select, tointeger, floor, rawtype, tonumber = T.error, T.select, T.math.tointeger, T.math.floor, T.rawtype, T.tonumber
local MASK <const> = 0xffffffff

local function arg(v, at, name)
  local n = tointeger(v)
  if n then return n & MASK end
  n = tonumber(v)
  if not n or n ~= n or n == 1 / 0 or n == -1 / 0 then
    error('bad argument #' .. at .. " to '" .. name .. "' (number expected, got " .. rawtype(v) .. ')', 3)
  end
  return tointeger(floor(n) % 4294967296) or 0
end

local function shift(v, by, name)
  local n = tointeger(by)
  if not n then error("bad argument #2 to '" .. name .. "' (integer expected)", 3) end
  return arg(v, 1, name), n
end

local function field(at, width, name)
  at, width = tointeger(at), width == nil and 1 or tointeger(width)
  if not at or at < 0 then error("bad argument to '" .. name .. "' (field cannot be negative)", 3) end
  if not width or width < 1 then error("bad argument to '" .. name .. "' (width must be positive)", 3) end
  if at + width > 32 then error("bad argument to '" .. name .. "' (trying to access non-existent bits)", 3) end
  return at, ~(MASK << width) & MASK
end

local lib = {}

function lib.band(...)
  local r = MASK
  for i = 1, select('#', ...) do r = r & arg((select(i, ...)), i, 'band') end
  return r
end

function lib.bor(...)
  local r = 0
  for i = 1, select('#', ...) do r = r | arg((select(i, ...)), i, 'bor') end
  return r
end

function lib.bxor(...)
  local r = 0
  for i = 1, select('#', ...) do r = r ~ arg((select(i, ...)), i, 'bxor') end
  return r
end

function lib.btest(...) return lib.band(...) ~= 0 end

function lib.bnot(v) return ~arg(v, 1, 'bnot') & MASK end

function lib.lshift(v, by)
  local n, s = shift(v, by, 'lshift')
  if s <= -32 or s >= 32 then return 0 end
  return s >= 0 and (n << s) & MASK or n >> -s
end

function lib.rshift(v, by)
  local n, s = shift(v, by, 'rshift')
  if s <= -32 or s >= 32 then return 0 end
  return s >= 0 and n >> s or (n << -s) & MASK
end

function lib.arshift(v, by)
  local n, s = shift(v, by, 'arshift')
  if s < 0 then return s <= -32 and 0 or (n << -s) & MASK end
  local negative = n >= 0x80000000
  if s >= 32 then return negative and MASK or 0 end
  local r = n >> s
  return negative and (r | (MASK << (32 - s)) & MASK) or r
end

function lib.lrotate(v, by)
  local n, s = shift(v, by, 'lrotate')
  s = s % 32
  return ((n << s) | (n >> (32 - s))) & MASK
end

function lib.rrotate(v, by)
  local n, s = shift(v, by, 'rrotate')
  s = s % 32
  return ((n >> s) | (n << (32 - s))) & MASK
end

function lib.extract(v, at, width)
  local n = arg(v, 1, 'extract')
  local offset, mask = field(at, width, 'extract')
  return (n >> offset) & mask
end

function lib.replace(v, by, at, width)
  local n, r = arg(v, 1, 'replace'), arg(by, 2, 'replace')
  local offset, mask = field(at, width, 'replace')
  return n & ~(mask << offset) & MASK | (r & mask) << offset
end

function lib.countlz(v)
  local n = arg(v, 1, 'countlz')
  for i = 31, 0, -1 do
    if n >> i & 1 == 1 then return 31 - i end
  end
  return 32
end

function lib.countrz(v)
  local n = arg(v, 1, 'countrz')
  for i = 0, 31 do
    if n >> i & 1 == 1 then return i end
  end
  return 32
end

function lib.byteswap(v)
  local n = arg(v, 1, 'byteswap')
  return n << 24 & MASK | n << 8 & 0xff0000 | n >> 8 & 0xff00 | n >> 24
end

return lib
