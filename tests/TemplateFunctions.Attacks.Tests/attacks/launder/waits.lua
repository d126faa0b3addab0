-- Waits for nothing, without end.
-- expect: timeout TF3002 | timeout TF3001
-- ways: execute event task module
while true do task.wait(0) end
