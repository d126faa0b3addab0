-- A replacement function that never answers.
-- expect: timeout TF3002 | breaks
('x'):gsub('x', function() while true do end end)
