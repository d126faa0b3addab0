-- ipairs over a table without an end.
-- expect: timeout TF3002 | breaks
for _ in ipairs(setmetatable({}, { __index = function() return 1 end })) do end
