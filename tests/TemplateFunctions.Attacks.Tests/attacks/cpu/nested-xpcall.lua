-- xpcall in xpcall, until the stack is full and beyond.
-- expect: timeout TF3002
local function f() while true do xpcall(f, tostring) xpcall(f, f) end end
f()
