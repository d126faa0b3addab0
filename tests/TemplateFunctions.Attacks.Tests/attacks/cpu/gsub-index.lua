-- A replacement table whose __index never answers.
-- expect: timeout TF3002 | breaks
('x'):gsub('x', setmetatable({}, { __index = function() while true do end end }))
