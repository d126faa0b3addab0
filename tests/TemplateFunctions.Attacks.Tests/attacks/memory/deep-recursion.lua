-- Recursion until the stack is full, in Lua, in metamethods and in pcall.
-- expect: held | memory TF3003 | timeout TF3002 | breaks
local function f() return 1 + f() end
assert(not pcall(f))
local m = {} m.__index = function(t, k) return t[k .. 'x'] end
assert(not pcall(function() return setmetatable({}, m).x end))
local function g() return pcall(g) and 1 or 2 end
g()
local h = setmetatable({}, { __call = function(self, ...) return self(...) + 1 end })
assert(not pcall(h))
return 'held'
