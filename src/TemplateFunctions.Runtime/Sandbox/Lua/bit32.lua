-- bit32.*: Luau's operations on unsigned 32-bit numbers, over Lua's 64-bit integers.
local T = ...
local error, select, tointeger, rawtype, tonumber = T.error, T.select, T.math.tointeger, T.rawtype, T.tonumber
local MASK <const> = 0xffffffff

local function fail(v, at, name)
  error('bad argument #' .. at .. " to '" .. name .. "' (number expected, got " .. (v == nil and 'no value' or rawtype(v)) .. ')', 5)
end

-- The low 32 bits of a number without its fraction; what is no quantity has none.
local function wide(v, at, name)
  local n = tonumber(v)
  if not n then fail(v, at, name) end
  if n - n ~= 0 then return 0 end
  n = (n < 0 and -(-n // 1) or n // 1) % 4294967296.0
  return tointeger(n) or 0
end

local function arg(v, at, name)
  local n = tointeger(v)
  if n then return n & MASK end
  return (wide(v, at, name))
end

local function whole(v, at, name)
  local n = tointeger(v)
  if n then return n end
  n = rawtype(v) == 'number' and v == v and tointeger(v < 0 and -(-v // 1) or v // 1)
  return n or fail(v, at, name)
end

local function shift(v, by, name)
  local n = tointeger(v)
  n = n and n & MASK or wide(v, 1, name)
  return n, (whole(by, 2, name))
end

local function field(at, width, name, first)
  at, width = whole(at, first, name), width == nil and 1 or whole(width, first + 1, name)
  if at < 0 then error("bad argument to '" .. name .. "' (field cannot be negative)", 3) end
  if width < 1 then error("bad argument to '" .. name .. "' (width must be positive)", 3) end
  if at + width > 32 then error("bad argument to '" .. name .. "' (trying to access non-existent bits)", 3) end
  return at, ~(MASK << width) & MASK
end

local lib = {}

-- Two operands are what nearly all calls have.
function lib.band(a, b, ...)
  local r = arg(a, 1, 'band')
  if b ~= nil then r = r & arg(b, 2, 'band') end
  for i = 1, select('#', ...) do r = r & arg((select(i, ...)), i + 2, 'band') end
  return r
end

function lib.bor(a, b, ...)
  local r = arg(a, 1, 'bor')
  if b ~= nil then r = r | arg(b, 2, 'bor') end
  for i = 1, select('#', ...) do r = r | arg((select(i, ...)), i + 2, 'bor') end
  return r
end

function lib.bxor(a, b, ...)
  local r = arg(a, 1, 'bxor')
  if b ~= nil then r = r ~ arg(b, 2, 'bxor') end
  for i = 1, select('#', ...) do r = r ~ arg((select(i, ...)), i + 2, 'bxor') end
  return r
end

function lib.btest(a, b, ...)
  local r = arg(a, 1, 'btest')
  if b ~= nil then r = r & arg(b, 2, 'btest') end
  for i = 1, select('#', ...) do r = r & arg((select(i, ...)), i + 2, 'btest') end
  return r ~= 0
end

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
  local offset, mask = field(at, width, 'extract', 2)
  return (n >> offset) & mask
end

function lib.replace(v, by, at, width)
  local n, r = arg(v, 1, 'replace'), arg(by, 2, 'replace')
  local offset, mask = field(at, width, 'replace', 3)
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
