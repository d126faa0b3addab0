-- xpcall: the handler sees the stack of the error; traces never mix, whoever runs in between.
local function fails(n)
  if n == 0 then error('deep', 0) end
  local r = fails(n - 1)
  return r
end
local ok, trace = xpcall(fails, debug.traceback, 3)
assert(not ok and trace:find('^deep\n'), trace)
assert(select(2, trace:gsub("in upvalue 'fails'", '')) + select(2, trace:gsub("in function 'fails'", '')) >= 1 and trace:find('init.lua:3'), trace)
ok, trace = xpcall(function(...)
  assert(select('#', ...) == 3)
  local x = nil
  x()
end, function(e) return { e, debug.traceback() } end, 1, nil, nil)
assert(not ok and trace[1]:find('attempt to call a nil value') and trace[2]:find('init.lua:13'), trace[2])
assert(not debug.traceback():find('init.lua:13'))

-- a failing handler is an error of its own and leaves nothing behind
ok, trace = xpcall(error, function() error('in handler', 0) end, 'x')
assert(ok == false and trace == 'in handler', tostring(trace))
assert(not debug.traceback():find('handler'))
ok, trace = xpcall(function()
  local inner, t = xpcall(error, debug.traceback, 'inner')
  assert(t:find('^inner'))
  error('outer', 0)
end, function(e)
  xpcall(error, debug.traceback, 'again')
  return debug.traceback(e)
end)
assert(trace:find('^outer\n') and trace:find('init.lua:25'), trace)
assert(not pcall(xpcall, print) and not pcall(xpcall, print, 5))
assert(select('#', xpcall(function() return 1, nil, nil end, print)) == 4)

-- many at once, preempted and waiting inside their handlers
local function one(i)
  local src = ('\n'):rep(i) .. 'error("at ' .. i .. '", 0)'
  local f = load(src, 'piece' .. i)
  local good, t = xpcall(f, function(e)
    local x = 0
    for j = 1, 300 do x = x + j end
    if i % 3 == 0 then task.wait() end
    return debug.traceback(e)
  end)
  assert(t:find('^at ' .. i .. '\npiece' .. i .. ':' .. (i + 1) .. ' '), t)
end
local done = 0
for i = 1, 40 do
  task.spawn(function()
    one(i)
    task.wait()
    one(i + 40)
    done = done + 1
  end)
end
repeat task.wait() until done == 40

-- a traceback of another coroutine, with a message, or of no string
local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
assert(debug.traceback(co):find('init.lua:58'), debug.traceback(co))
assert(debug.traceback(co, 'm'):find('^m\ninit.lua:58'))
local t = {}
assert(debug.traceback(t) == t and debug.traceback(nil) ~= nil)
assert(debug.info(1, 'l') == 64 and debug.info(1, 's') == 'init.lua', debug.info(1, 'l'))
assert(not pcall(debug.info, 'x', {}))
return true
