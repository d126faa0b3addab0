-- A coroutine that waits for the host is resumed with a forged answer.
-- expect: held
-- ways: execute event task module
local evt, ctx = ...
local seen
local waiting = task.spawn(function() seen = task.wait(0.05) end)
assert(not coroutine.resume(waiting, 'FORGED'))
assert(not pcall(task.spawn, waiting, 'FORGED'))
assert(not pcall(task.defer, waiting, 'FORGED'))
assert(not pcall(coroutine.close, waiting))
local w = coroutine.wrap(function() return ctx.Plug:later({ 1 }) end)
task.spawn(function() pcall(w, 'FORGED') end)
task.wait(0.2)
assert(type(seen) == 'number', tostring(seen))
return 'held'
