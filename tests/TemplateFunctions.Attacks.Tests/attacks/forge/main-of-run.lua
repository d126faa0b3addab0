-- The main coroutine is given away: to tasks, to the store, to the next event.
-- expect: held
local evt, ctx = ...
ctx.store.mine = coroutine.running()
for _, f in ipairs { task.cancel, coroutine.close, coroutine.resume, task.spawn, task.defer } do
  task.spawn(function() assert(not (pcall(f, ctx.store.mine) and f ~= coroutine.resume)) end)
end
return 'held'
