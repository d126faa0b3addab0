-- An endless loop that catches everything.
-- expect: timeout TF3002
while true do pcall(function() while true do end end) end
