-- Handlers that loop as well.
-- expect: timeout TF3002
while true do xpcall(function() while true do end end, function() while true do end end) end
