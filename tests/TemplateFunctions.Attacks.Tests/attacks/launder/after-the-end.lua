-- The run answers at once and leaves its work behind.
-- expect: held
for i = 1, 20 do task.defer(function() while true do end end) task.spawn(function() task.wait() while true do pcall(function() while true do end end) end end) end
return 'held'
