-- The metatable of strings, which all templates of a VM share.
-- expect: held
assert(getmetatable('') == false)
assert(not pcall(setmetatable, '', {}))
assert(not pcall(function() getmetatable('').__index = {} end))
local s = string
s.rep = function() return 'PWNED' end
assert(('x'):rep(2) == 'xx')
assert(not pcall(function() ('').x = 1 end))
return 'held'
