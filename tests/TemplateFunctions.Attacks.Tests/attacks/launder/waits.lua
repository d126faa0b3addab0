-- Waits for nothing, without end.
-- expect: timeout TF3002 | timeout TF3001
while true do task.wait(0) end
