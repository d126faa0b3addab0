-- Tasks that wait forever.
-- expect: error TF3006 | error TF2001 | memory TF3003 | breaks
for i = 1, 1e9 do task.spawn(function() task.wait(3600) end) end
