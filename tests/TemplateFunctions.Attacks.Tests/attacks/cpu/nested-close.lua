-- Variables to close at the edge of the stack.
-- expect: timeout TF3002 | breaks
local m = { __close = function() while true do pcall(function() end) end end }
local function f() local x <close> = setmetatable({}, m) while true do pcall(f) end end
f()
