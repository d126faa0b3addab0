-- pcall in pcall in pcall.
-- expect: timeout TF3002
local function f() while true do pcall(f) end end
f()
