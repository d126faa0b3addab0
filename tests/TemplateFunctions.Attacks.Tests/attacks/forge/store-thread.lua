-- A coroutine of another run, found in the store.
-- expect: held
local evt, ctx = ...
local old = ctx.store.thread
if old then pcall(coroutine.resume, old) pcall(coroutine.close, old) pcall(task.cancel, old) pcall(task.spawn, old) end
ctx.store.thread = coroutine.create(function() while true do coroutine.yield(evt.data.s) end end)
coroutine.resume(ctx.store.thread)
assert(coroutine.status(ctx.store.thread) == 'suspended')
return 'held'
