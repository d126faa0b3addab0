-- The part of string.* that few templates touch: binary packing, and Luau's split.
-- T must hold: string (stock), error, rawtype, rawpcall, tostring, check, library (see string.lua).
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

local function text(v, default, at)
  if v == nil then v = default end
  local t = rawtype(v)
  if t == 'string' then return v end
  if t == 'number' then return T.tostring(v) end
  error('bad argument #' .. at .. " to 'split' (string expected, got " .. t .. ')', 3)
end

return {
  pack = guard('pack'), packsize = guard('packsize'), unpack = guard('unpack'),
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
