-- Endless tail calls.
-- expect: timeout TF3002
local function f() return f() end f()
