-- Cancels whatever it can get hold of, again and again.
-- expect: timeout TF3002 | held | error
-- ways: execute event task module
local all = {}
for i = 1, 200 do all[i] = task.delay(0.001 * i, function() for j = 1, 200 do pcall(task.cancel, all[j]) end end) end
for i = 1, 200 do pcall(task.cancel, all[i]) pcall(coroutine.resume, all[i]) pcall(coroutine.close, all[i]) pcall(task.spawn, all[i]) end
task.wait(0.05)
return 'held'
