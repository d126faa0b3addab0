-- table.* for Luau: numbers are put together as Luau prints them. All else takes numbers with fractions as it is (see numbers.lua).
local T = ...
local rawtype, getmt, mathtype = T.rawtype, T.getmetatable, T.math.type
local base, text = T.library('table'), T.library('numbers').text
local join = base.concat

local lib = T.copy(base)

function lib.concat(t, separator, ...)
  if rawtype(separator) == 'number' then separator = text(separator) end
  if rawtype(t) ~= 'table' or getmt(t) ~= nil or ... ~= nil then return T.tablerest().concat(t, separator, ...) end
  local n = #t
  for k = 1, n do
    if mathtype(t[k]) == 'float' then
      local parts = {}
      for i = 1, n do
        local v = t[i]
        parts[i] = mathtype(v) == 'float' and text(v) or v
      end
      return join(parts, separator)
    end
  end
  return join(t, separator)
end

return lib
