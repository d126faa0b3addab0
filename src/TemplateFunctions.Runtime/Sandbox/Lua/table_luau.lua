-- table.* for Luau: numbers are put together as Luau prints them, and a position outside of a list is no error. All else takes numbers with
-- fractions as it is (see numbers.lua).
local T = ...
local rawtype, getmt, mathtype, select = T.rawtype, T.getmetatable, T.math.type, T.select
local base, text, int = T.library('table'), T.library('numbers').text, T.library('numbers').int
local join, insert, remove, stock, hasfloat = base.concat, base.insert, base.remove, T.tablestock, T.H.hasfloat

local lib = T.copy(base)

-- Writes at any position; nothing moves where it lies outside of the list.
function lib.insert(t, ...)
  if rawtype(t) == 'table' then
    local n = select('#', ...)
    if n == 1 then
      t[#t + 1] = ...
      return
    elseif n == 2 then
      local at, v = ...
      at = int[at]
      if at and (at < 1 or at > #t + 1) then
        t[at] = v
        return
      end
    end
  end
  return insert(t, ...)
end

function lib.remove(t, at)
  if rawtype(t) == 'table' then
    local n = #t
    if n == 0 and at == nil then return end
    if at == nil or at == n and n > 0 then
      local v = t[n]
      t[n] = nil
      return v
    end
    local i = int[at]
    if i then
      if i < 1 or i > n then return end
      if getmt(t) == nil then return stock('remove', n, nil, t, i) end
    end
  end
  return remove(t, at)
end

-- Of n values, a thousand at a time: a slice may end between two calls.
local function anyfloat(t, n)
  for k = 1, n, 1000 do
    if hasfloat(t, k, k + 999 < n and k + 999 or n) then return true end
  end
end

function lib.concat(t, separator, ...)
  if rawtype(separator) == 'number' then separator = text(separator) end
  if rawtype(t) ~= 'table' or getmt(t) ~= nil or ... ~= nil then return T.tablerest().concat(t, separator, ...) end
  local n = #t
  if anyfloat(t, n) then
    local parts = {}
    for i = 1, n do
      local v = t[i]
      parts[i] = mathtype(v) == 'float' and text(v) or v
    end
    return join(parts, separator)
  end
  return join(t, separator)
end

return lib
