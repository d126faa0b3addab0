-- Waits until its time is over, a little at a time: whatever comes due at the limit, the limit is first.
-- expect: timeout
-- ways: execute
for i = 1, 20 do task.spawn(function() while true do pcall(task.wait, i / 10) end end) end
while true do pcall(task.wait, 0.1) end
