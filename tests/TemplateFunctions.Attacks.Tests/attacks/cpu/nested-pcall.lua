-- pcall in pcall in pcall. Each time it is preempted it may nest on: until the time is over, or the heap is full of it.
-- expect: timeout TF3002 | memory TF3003 | breaks
local function f() while true do pcall(f) end end
f()
