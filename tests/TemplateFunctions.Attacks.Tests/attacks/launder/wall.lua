-- Waits until its time is over.
-- expect: timeout TF3001
-- ways: execute task
while true do pcall(task.wait, 3600) end
