-- The handles of running coroutines, its own included, are used against them.
-- expect: held
local me = coroutine.running()
assert(not coroutine.resume(me) and not pcall(coroutine.close, me) and not pcall(task.cancel, me) and not pcall(task.spawn, me) and not pcall(task.delay, 0, me))
local inner = coroutine.wrap(function()
  assert(not coroutine.resume(me) and not pcall(coroutine.close, me) and not pcall(task.cancel, me))
  return 1
end)
assert(inner() == 1)
return 'held'
