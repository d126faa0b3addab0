-- A comparator that never answers.
-- expect: timeout TF3002 | breaks
table.sort({ 3, 1, 2 }, function() while true do end end)
