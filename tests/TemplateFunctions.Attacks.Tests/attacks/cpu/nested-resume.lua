-- pcall and coroutines at the edge of the stack.
-- expect: timeout TF3002
local function f() while true do pcall(f) pcall(coroutine.wrap(f)) end end
f()
