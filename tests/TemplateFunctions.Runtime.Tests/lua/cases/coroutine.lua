-- coroutine.* as the manual has it.
local co = coroutine.create(function(a, b)
  assert(coroutine.isyieldable())
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(c * 2, 'x')
  return d, e, nil
end)
assert(coroutine.status(co) == 'suspended')
local r = table.pack(coroutine.resume(co, 1, 2))
assert(r.n == 2 and r[1] and r[2] == 3)
r = table.pack(coroutine.resume(co, 10))
assert(r.n == 3 and r[2] == 20 and r[3] == 'x')
r = table.pack(coroutine.resume(co, 'd', nil))
assert(r.n == 4 and r[1] and r[2] == 'd' and r[3] == nil)
assert(coroutine.status(co) == 'dead')
r = table.pack(coroutine.resume(co))
assert(r[1] == false and r[2] == 'cannot resume dead coroutine')

-- status seen from inside, running, isyieldable of others
local outer
outer = coroutine.create(function()
  assert(coroutine.status(outer) == 'running')
  assert(coroutine.running() == outer and select(2, coroutine.running()) == false)
  local inner = coroutine.create(function()
    assert(coroutine.status(outer) == 'normal')
    local ok, e = coroutine.resume(outer)
    assert(not ok and e:find('non%-suspended'), e)
    coroutine.yield()
  end)
  assert(coroutine.resume(inner))
  assert(coroutine.status(inner) == 'suspended')
  local ok, e = coroutine.resume(coroutine.running())
  assert(not ok and e:find('non%-suspended'), e)
end)
assert(coroutine.resume(outer))

-- errors: values go through as they are
co = coroutine.create(function() error({ 1 }) end)
local ok, e = coroutine.resume(co)
assert(not ok and e[1] == 1 and coroutine.status(co) == 'dead')
co = coroutine.create(function() error('m') end)
ok, e = coroutine.resume(co)
assert(e == 'init.lua:41: m', e)
co = coroutine.create(function() error() end)
r = table.pack(coroutine.resume(co))
assert(r.n == 2 and r[1] == false and r[2] == nil)

-- yield across pcall, xpcall, metamethods and iterators
co = coroutine.wrap(function()
  local a, b = pcall(function()
    local x = coroutine.yield(1)
    error('E' .. x, 0)
  end)
  assert(not a and b == 'Efirst')
  local c, d = xpcall(function() return coroutine.yield(2) end, print)
  assert(c and d == 'second')
  local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end })
  assert(t.three == 'third')
  for v in coroutine.wrap(function() coroutine.yield('in') end) do assert(v == 'in') end
  return 'done'
end)
assert(co() == 1 and co('first') == 2 and co('second') == 'three' and co('third') == 'done')
ok, e = pcall(co)
assert(not ok and e:find('dead coroutine'), e)

-- wrap: errors go on with their value, after close variables were closed
local closed
co = coroutine.wrap(function()
  local x <close> = setmetatable({}, { __close = function(_, err) closed = err end })
  error('inside', 0)
end)
ok, e = pcall(co)
assert(not ok and e == 'inside' and closed == 'inside', tostring(closed))

-- close
co = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function() closed = 'yes' end })
  coroutine.yield()
end)
coroutine.resume(co)
assert(coroutine.close(co) == true and closed == 'yes' and coroutine.status(co) == 'dead')
assert(coroutine.close(co) == true)
co = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function() error('in close', 0) end })
  coroutine.yield()
end)
coroutine.resume(co)
ok, e = coroutine.close(co)
assert(ok == false and e == 'in close')
co = coroutine.create(function() error('kept', 0) end)
coroutine.resume(co)
ok, e = coroutine.close(co)
assert(ok == false and e == 'kept', tostring(e))
assert(coroutine.close(coroutine.create(print)))
ok, e = pcall(coroutine.close, (coroutine.running()))
assert(not ok and e:find('running'), e)

-- wrong arguments
for _, f in ipairs({ 'create', 'wrap', 'resume', 'status', 'close' }) do
  ok, e = pcall(coroutine[f], 5)
  assert(not ok and e:find("bad argument #1 to '" .. f, 1, true), f .. ': ' .. tostring(e))
end

-- how deep coroutines may resume each other
local function nest(n)
  local c = coroutine.create(function() return nest(n + 1) end)
  local good, v = coroutine.resume(c)
  if not good then return n, v end
  return v, select(3, coroutine.resume(c))
end
local depth = nest(1)
assert(type(depth) == 'number' and depth >= 30 and depth <= 32, tostring(depth))
local function spawner(n)
  local good, why
  local t = task.spawn(function()
    if n < 40 then good, why = pcall(spawner, n + 1) end
  end)
  if good == false then error(why, 0) end
end
ok, e = pcall(spawner, 1)
assert(not ok and e:find('TF3011'), tostring(e))

-- generators under preemption
local function numbers(n)
  return coroutine.wrap(function()
    for i = 1, n do
      local x = 0
      for j = 1, 37 do x = x + j % 3 end
      coroutine.yield(i, x)
    end
  end)
end
local sum, other = 0, 0
for i, x in numbers(2000) do
  sum = sum + i
  other = other + x
end
assert(sum == 2001000 and other == 2000 * 37, other)
local function walk(t)
  return coroutine.wrap(function()
    local function go(n)
      if n == 0 then return end
      go(n - 1)
      coroutine.yield(n)
      go(n - 1)
    end
    go(t)
  end)
end
local count = 0
for _ in walk(9) do count = count + 1 end
assert(count == 511)
return true
