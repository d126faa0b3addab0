-- A thousand tasks wait until its time is over, when all of them must go at once.
-- expect: timeout
-- ways: execute
for i = 1, 1000 do task.spawn(function() while true do pcall(task.wait, 3600) end end) end
while true do pcall(task.wait, 3600) end
