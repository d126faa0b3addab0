local ran = {}
local function mark(name) return function() ran[name] = true end end

local deferred = task.defer(mark('deferred'))
local delayed = task.delay(0.01, mark('delayed'))
local waiting = task.spawn(function()
  task.wait(0.01)
  ran.waiting = true
end)
local idle = task.spawn(function()
  coroutine.yield()
  ran.idle = true
end)
for _, t in ipairs({ deferred, delayed, waiting, idle }) do
  task.cancel(t)
  assert(coroutine.status(t) == 'dead')
  task.cancel(t) -- twice does no harm
  local ok, e = coroutine.resume(t)
  assert(ok == false and e == 'cannot resume dead coroutine', e)
  ok, e = pcall(task.spawn, t)
  assert(not ok and e:find('dead'), e)
end
task.wait(0.05)
assert(next(ran) == nil, next(ran))

-- only threads; neither the running one nor the main one
assert(not pcall(task.cancel, nil) and not pcall(task.cancel, function() end))
local ok, e = pcall(task.cancel, (coroutine.running()))
assert(not ok and e:find('running'), e)
local main = coroutine.running()
local said
task.spawn(function()
  said = select(2, pcall(task.cancel, main))
end)
assert(said:find('cannot cancel'), said)
task.delay(0, function() said = select(2, pcall(task.cancel, main)) end)
said = nil
task.wait(0.02)
assert(said and said:find('main coroutine'), said)

-- a cancelled thread runs none of its __close
local closed = false
local t = task.spawn(function()
  local x <close> = setmetatable({}, { __close = function() closed = true end })
  task.wait(5)
end)
task.cancel(t)
task.wait()
assert(not closed)

-- cancelling from inside another task, while others go on
local count = 0
local victims = {}
for i = 1, 20 do
  victims[i] = task.spawn(function()
    while true do
      task.wait()
      count = count + 1
    end
  end)
end
task.wait(0.01)
for i = 1, 20 do task.cancel(victims[i]) end
local before = count
task.wait(0.02)
assert(count == before and count > 0)
return true
