-- xpcall in xpcall, until the stack is full and beyond. Each time it is preempted it may nest on.
-- expect: timeout TF3002 | memory TF3003 | breaks
local function f() while true do xpcall(f, tostring) xpcall(f, f) end end
f()
