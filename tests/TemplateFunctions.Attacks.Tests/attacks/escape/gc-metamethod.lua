-- Code in __gc runs where no hook reaches it.
-- expect: held
local function no(m) assert(not pcall(setmetatable, {}, m)) end
no({ __gc = function() while true do end end })
no({ __gc = false })
no({ __gc = 1 })
local late = {}
local t = setmetatable({}, late)
late.__gc = function() RAN = true end
assert(not pcall(setmetatable, {}, late))
t = nil
for i = 1, 200 do local garbage = ('x'):rep(1e5) .. i end
assert(not RAN)
return 'held'
