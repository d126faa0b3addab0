-- Timers that never fire.
-- expect: error TF3006 | memory TF3003 | breaks
for i = 1, 1e9 do task.delay(3600, function() end) end
