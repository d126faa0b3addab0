-- string.* for Luau: a number stands for its text as Luau prints it, and positions may have fractions, which are dropped.
-- What is searched, replaced, repeated or formatted is read in C#, which knows the language of the running template.
local T = ...
local S, error, rawtype, rawpcall, replace = T.string, T.error, T.rawtype, T.rawpcall, T.string.gsub
local base, int = T.library('string'), T.library('numbers').int
local ssub, sbyte, schar, supper, slower, sreverse = S.sub, S.byte, S.char, S.upper, S.lower, S.reverse

-- A number's text, else the error that the stock function has for such a value.
local function text(v, name)
  if rawtype(v) == 'number' then return T.tostring(v) end
  error("bad argument #1 to '" .. name .. "' (string expected, got " .. (v == nil and 'no value' or rawtype(v)) .. ')', 3)
end

local function result(name, ok, ...)
  if ok then return ... end
  error((replace((...), "'[^']*'", "'" .. name .. "'", 1)), 2)
end

local lib = T.copy(base)

function lib.len(s)
  if rawtype(s) ~= 'string' then s = text(s, 'len') end
  return #s
end

function lib.sub(s, i, j)
  if rawtype(s) ~= 'string' then s = text(s, 'sub') end
  local a, b = int[i], j == nil and -1 or int[j]
  if a and b then return ssub(s, a, b) end
  return result('sub', rawpcall(ssub, s, i, j))
end

function lib.byte(s, i, j)
  if rawtype(s) ~= 'string' then s = text(s, 'byte') end
  if i == nil and j == nil then return sbyte(s) end
  local a = i == nil and 1 or int[i]
  if j == nil and a then return sbyte(s, a) end
  if a and int[j] then return result('byte', rawpcall(sbyte, s, a, int[j])) end
  return result('byte', rawpcall(sbyte, s, i, j))
end

function lib.char(...)
  local a, b = ...
  if b == nil and a ~= nil and int[a] then return result('char', rawpcall(schar, int[a])) end
  local codes = { ... }
  for i = 1, #codes do codes[i] = int[codes[i]] or codes[i] end
  return T.library('string_more').char(T.table.unpack(codes))
end

function lib.upper(s)
  if rawtype(s) ~= 'string' then s = text(s, 'upper') end
  return supper(s)
end

function lib.lower(s)
  if rawtype(s) ~= 'string' then s = text(s, 'lower') end
  return slower(s)
end

function lib.reverse(s)
  if rawtype(s) ~= 'string' then s = text(s, 'reverse') end
  return sreverse(s)
end

return lib
