-- A result whose metamethods loop.
-- expect: error | held
return setmetatable({ 1, print }, { __index = function() while true do end end, __len = function() while true do end end, __pairs = function() while true do end end, __iter = function() while true do end end, x = 1, __shadow = { 1, 2, print } })
