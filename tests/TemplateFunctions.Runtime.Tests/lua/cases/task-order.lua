-- The order of one run: main, spawns as they are called, main's end, deferred, resumed later.
local log = {}
local function note(what) log[#log + 1] = what end
local function is(expected)
  local got = table.concat(log, ' ')
  assert(got == expected, 'expected "' .. expected .. '", got "' .. got .. '"')
  log = {}
end

note('main')
task.defer(function(a, b) note('deferred' .. a .. b) end, 1, 2)
local t = task.spawn(function(a)
  note('spawned' .. a)
  task.wait()
  note('resumed')
end, 7)
task.spawn(function()
  note('outer')
  task.spawn(function() note('inner') end)
  task.defer(function() note('late') end)
  note('outer-end')
end)
task.delay(0.02, function(...) note('delayed' .. select('#', ...)) end, nil, nil)
note('end')
is('main spawned7 outer inner outer-end end')
task.wait(0.2)
is('deferred12 late resumed delayed2')
assert(coroutine.status(t) == 'dead', coroutine.status(t))

-- wait: at least what was asked, and what it answers
for _, s in ipairs({ 0, 0.001, 0.02 }) do
  local passed = task.wait(s)
  assert(math.type(passed) == 'float' and passed >= s, tostring(passed))
end
assert(task.wait() >= 0 and task.wait(-5) >= 0)
assert(not pcall(task.wait, 'x') and not pcall(task.wait, 0 / 0) and not pcall(task.wait, {}))

-- deferred ones run in their order, also those of a deferred one
task.defer(function()
  note('a')
  task.defer(note, 'c')
end)
task.defer(note, 'b')
task.wait()
task.wait()
is('a b c')

-- spawn, defer and delay of an existing coroutine, with arguments where it yielded
local co = coroutine.create(function(a)
  note('start' .. a)
  local b = coroutine.yield()
  note('then' .. b)
  local c = coroutine.yield()
  note('end' .. c)
end)
assert(task.spawn(co, 1) == co)
is('start1')
assert(task.defer(co, 2) == co)
is('')
task.wait()
is('then2')
assert(task.delay(0.01, co, 3) == co)
task.wait(0.05)
is('end3')
local ok, e = pcall(task.spawn, co)
assert(not ok and e:find('dead'), e)
ok, e = pcall(task.defer, co)
assert(not ok and e:find('dead'), e)
for _, f in ipairs({ task.spawn, task.defer, function(x) task.delay(0, x) end }) do
  ok, e = pcall(f, 5)
  assert(not ok and e:find('function or thread expected'), e)
end

-- a task that yields plainly is the script's again: it can be spawned on, resumed, or forgotten
local idle = task.spawn(function()
  local x = coroutine.yield('first')
  note('idle' .. x)
  x = coroutine.yield('second')
  note('again' .. x)
  return 'over'
end)
assert(coroutine.status(idle) == 'suspended')
task.spawn(idle, 1)
is('idle1')
local resumed, value = coroutine.resume(idle, 2)
assert(resumed and value == 'over')
is('again2')

-- the running one and those that run cannot be scheduled
ok, e = pcall(task.defer, coroutine.running())
assert(not ok and e:find('running') or e:find('non%-suspended'), e)
return true
