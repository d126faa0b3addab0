-- An error whose __tostring and __index loop, raised to the host.
-- expect: error TF2001
error(setmetatable({}, { __tostring = function() while true do end end, __index = function() while true do end end, __name = 'x', __len = function() while true do end end }))
