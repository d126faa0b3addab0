-- table.freeze and its shadow: writes behind it, its metatable (also by way of JSON arrays), its iterator, a class that was used before.
-- expect: held
local t = table.freeze({ a = 1, b = { 2 } })
assert(not pcall(function() t.a = 2 end) and not pcall(rawset, t, 'a', 2) and not pcall(table.insert, t, 1) and not pcall(table.clear, t))
assert(not pcall(setmetatable, t, {}) and not getmetatable(t))
for k, v in pairs(t) do end
local f, s = pairs(t)
if type(s) == 'table' then pcall(rawset, s, 'a', 9) end
assert(t.a == 1 and rawget(t, 'a') == 1)
local array = require '@antiraid/interop'.array_metatable
local locked = setmetatable({}, { __metatable = 'locked' })
for _, v in ipairs { t, locked, _G } do assert(not pcall(setmetatable, v, array)) end
assert(getmetatable(locked) == 'locked' and not pcall(function() t[1] = 1 end))
local class = { __index = { x = 1 } }
local object = setmetatable({}, class)
table.freeze(class)
for _, k in ipairs { '__index', '__newindex', '__metatable', '__call', 'x' } do
  assert(not pcall(function() class[k] = print end) and not pcall(rawset, class, k, print) and not pcall(rawset, getmetatable(object), k, print))
end
for k in pairs(class) do assert(not pcall(function() class[k] = nil end)) end
assert(object.x == 1 and getmetatable(object) == class and not pcall(object))
assert(getmetatable(setmetatable(object, array)) == array and object.x == nil)
return 'held'
