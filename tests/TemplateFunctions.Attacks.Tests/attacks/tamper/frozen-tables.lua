-- table.freeze and its shadow: writes behind it, its metatable, its iterator.
-- expect: held
local t = table.freeze({ a = 1, b = { 2 } })
assert(not pcall(function() t.a = 2 end) and not pcall(rawset, t, 'a', 2) and not pcall(table.insert, t, 1) and not pcall(table.clear, t))
assert(not pcall(setmetatable, t, {}) and not getmetatable(t))
for k, v in pairs(t) do end
local f, s = pairs(t)
if type(s) == 'table' then pcall(rawset, s, 'a', 9) end
assert(t.a == 1 and rawget(t, 'a') == 1)
return 'held'
