-- __pairs, __iter and __call that loop.
-- expect: timeout TF3002 | breaks
local m = { __pairs = function() while true do end end, __call = function() while true do end end }
for _ in pairs(setmetatable({}, m)) do end
