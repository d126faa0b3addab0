-- Coroutines of earlier runs do the work.
-- expect: timeout TF3002
local evt, ctx = ...
ctx.store.worker = coroutine.create(function() while true do coroutine.yield() for i = 1, 1e5 do end end end)
while true do coroutine.resume(ctx.store.worker) end
