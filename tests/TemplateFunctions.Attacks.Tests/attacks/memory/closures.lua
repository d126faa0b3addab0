-- Endless closures and upvalues.
-- expect: memory TF3003 | timeout TF3002 | breaks
local t while true do local u = t t = function() return u end end
