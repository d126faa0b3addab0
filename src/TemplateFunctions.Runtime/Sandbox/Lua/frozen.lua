-- table.freeze: the table's content moves into a shadow that only its metatable knows; what is left behind refuses writes.
local T = ...
local error, rawnext, rawset, rawsetmt, metatable, rawtype = T.error, T.rawnext, T.rawset, T.rawsetmetatable, T.H.metatable, T.rawtype
local shadows = T.shadows

local function readonly() error('attempt to modify a readonly table', 2) end

local lib = { shadows = shadows }

function lib.freeze(t)
  if rawtype(t) ~= 'table' then error("bad argument #1 to 'freeze' (table expected, got " .. rawtype(t) .. ')', 3) end
  if shadows[t] then return t end
  local original = metatable(t)
  if original and T.rawget(original, '__metatable') ~= nil then error('table has a protected metatable', 3) end
  local shadow, frozen = {}, {}
  for k, v in rawnext, t do shadow[k] = v end
  for k in rawnext, shadow do rawset(t, k, nil) end
  if original then
    for k, v in rawnext, original do frozen[k] = v end
    rawsetmt(shadow, original)
  end
  frozen.__index = shadow
  frozen.__newindex = readonly
  frozen.__metatable = original or false
  frozen.__shadow = shadow
  frozen.__iter = frozen.__iter or function() return rawnext, shadow end
  if not frozen.__len then frozen.__len = function() return #shadow end end
  if not frozen.__pairs then frozen.__pairs = function() return rawnext, T.copy(shadow), nil end end
  rawsetmt(t, frozen)
  shadows[t] = shadow
  return t
end

function lib.isfrozen(t) return shadows[t] ~= nil end

return lib
