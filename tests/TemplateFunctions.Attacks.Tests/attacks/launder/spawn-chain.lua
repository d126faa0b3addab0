-- Tasks that start tasks that start tasks.
-- expect: timeout TF3002 | error TF3006 | error TF3011 | held
-- ways: execute event task module
local function again() for i = 1, 100 do end task.spawn(function() task.wait() again() again() end) end
again()
while true do task.wait() end
