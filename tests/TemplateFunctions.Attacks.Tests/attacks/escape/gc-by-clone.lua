-- A __gc that is added late comes to life with table.clone.
-- expect: held | error TF2008
local late = {}
local t = setmetatable({ 1 }, late)
late.__gc = function() RAN = true while true do end end
pcall(function() for i = 1, 20 do table.clone(t) end end)
for i = 1, 400 do local garbage = ('x'):rep(1e5) .. i end
assert(not RAN, 'the finalizer ran')
return 'held'
