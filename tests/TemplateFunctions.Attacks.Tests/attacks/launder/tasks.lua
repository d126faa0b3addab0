-- The work is split over tasks that each take little.
-- expect: timeout TF3002
-- ways: execute event task module
local function work() for i = 1, 1000 do end task.defer(work) task.delay(0, work) end
for i = 1, 10 do task.spawn(work) end
while true do task.wait() end
