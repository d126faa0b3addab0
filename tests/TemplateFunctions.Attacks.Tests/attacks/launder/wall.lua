-- Waits until its time is over.
-- expect: timeout
-- ways: execute task
while true do pcall(task.wait, 3600) end
