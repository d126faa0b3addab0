-- The part of string.* that few templates touch: binary packing, and Luau's split; and what reads numbers from any number of strings.
-- T must hold: string, math, utf8, table (stock), tonumber, select, error, rawtype, rawpcall, tostring, check, library (see string.lua).
local T = ...
local S, error, rawtype = T.string, T.error, T.rawtype

-- A stock function that may take long on a long first argument; it raises as if called by the script itself.
local function result(name, ok, ...)
  if ok then return ... end
  local e = ...
  if rawtype(e) == 'string' then e = S.gsub(e, "^(bad argument #%d+ to )'[^']*'", "%1'" .. name .. "'") end
  error(e, 2)
end

local function guard(name)
  local f = S[name]
  return function(s, ...)
    if rawtype(s) == 'string' and #s > 4096 then T.check() end
    return result(name, T.rawpcall(f, s, ...))
  end
end

-- A call reads all its arguments without a pause, a string among them to its end. Many strings are read here before, one at a time.
local function numerals(n, ...)
  if n <= 4 then return ... end
  local a = { ... }
  for i = 1, n do
    if rawtype(a[i]) == 'string' then a[i] = T.tonumber(a[i]) or a[i] end
  end
  return T.table.unpack(a, 1, n)
end

local function numeric(name, f)
  return function(...) return result(name, T.rawpcall(f, numerals(T.select('#', ...), ...))) end
end

-- The stock functions compare whatever they get.
local function extreme(name, f)
  return function(...)
    local n, a = T.select('#', ...), { ... }
    for i = 1, n do
      local v = a[i]
      if rawtype(v) ~= 'number' then
        a[i] = rawtype(v) == 'string' and T.tonumber(v)
          or error('bad argument #' .. i .. " to '" .. name .. "' (number expected, got " .. rawtype(v) .. ')', 2)
      end
    end
    return result(name, T.rawpcall(f, T.table.unpack(a, 1, n)))
  end
end

-- Texts that together are longer than any result may be would be read in vain.
local LONGEST <const> = 8 << 20
local function bounded(...)
  local n, bytes, a = T.select('#', ...), 0, { ... }
  for i = 1, n do
    if rawtype(a[i]) == 'string' then bytes = bytes + #a[i] end
  end
  return bytes <= LONGEST
end

local stockutf8char = numeric('char', T.utf8 and T.utf8.char)

local function pack(f, ...)
  if T.select('#', ...) > 4 and not bounded(f, ...) then error('resulting string too large', 2) end
  return result('pack', T.rawpcall(S.pack, f, ...))
end

-- Lua has characters of 31 bits, Luau those of Unicode.
local function utf8char(...)
  if not T.luau() then return stockutf8char(...) end
  local n, codes, int = T.select('#', ...), { ... }, T.library('numbers').int
  for i = 1, n do
    local code = int[codes[i]]
    if code and code > 0x10ffff then error('bad argument #' .. i .. " to 'char' (value out of range)", 2) end
    codes[i] = code or codes[i]
  end
  return stockutf8char(T.table.unpack(codes, 1, n))
end

local function text(v, default, at)
  if v == nil then v = default end
  local t = rawtype(v)
  if t == 'string' then return v end
  if t == 'number' then return T.tostring(v) end
  error('bad argument #' .. at .. " to 'split' (string expected, got " .. t .. ')', 3)
end

return {
  char = numeric('char', S.char), utf8char = utf8char, bounded = bounded,
  max = extreme('max', T.math.max), min = extreme('min', T.math.min),
  pack = pack, packsize = guard('packsize'), unpack = guard('unpack'),
  -- By a plain separator, or into bytes when that is empty.
  split = function(s, separator)
    s, separator = text(s, nil, 1), text(separator, ',', 2)
    local r, n, from, sub, find = {}, 0, 1, S.sub, T.library('string').find
    if separator == '' then
      for i = 1, #s do r[i] = sub(s, i, i) end
      return r
    end
    repeat
      local a, b = find(s, separator, from, true)
      n = n + 1
      r[n] = sub(s, from, a and a - 1)
      from = b and b + 1
    until not a
    return r
  end,
}
