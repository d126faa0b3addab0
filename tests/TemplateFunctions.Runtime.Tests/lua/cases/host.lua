-- Host functions: values, waits, refusals and bugs, through both ways of reaching them.
local evt, ctx = ...
local probe = require('@antiraid/probe')
local plug = ctx.Plug
assert(require('@antiraid/probe') == probe and ctx.Plug == plug)
assert(require('@antiraid/plug').new(ctx) == plug)

assert(select('#', probe.none()) == 0 and probe.one(1) == 2 and plug:one(1) == 2 and math.type(probe.one(1.0)) == 'integer')
local r = table.pack(plug:several())
assert(r.n == 5 and r[1] == 1 and r[2] == 'a' and r[3] == true and r[4] == nil and r[5] == 2.5)
local t = probe.echo({ a = { 1, 2, { b = 'x' } }, c = false })
assert(t.a[3].b == 'x' and t.c == false and #t.a == 3)
t.a[4] = 1 -- plain tables: the script's own
local back, how = plug:later({ x = 1 })
assert(back.x == 1 and how == 'later')
assert(plug:count(nil, 2, nil) == 3)

-- refusals are ordinary errors with their code and the caller's line
local ok, e = pcall(plug.fail, plug, 'why')
assert(not ok and e:find('refused: why', 1, true) and e:find('[TF4301]', 1, true), e)
ok, e = pcall(function() plug:fail('here') end)
assert(e:find('^init.lua:21: refused: here'), e)
ok, e = pcall(function() plug:faillater() end)
assert(not ok and e:find('^init.lua:23: refused later'), e)
for _, name in ipairs({ 'bug', 'buglater' }) do
  ok, e = pcall(function() probe[name]() end)
  assert(not ok and e:find('internal error [TF5001]', 1, true) and not e:find('secret'), e)
end
ok, e = pcall(plug.badjson, plug)
assert(not ok and e:find('TF5001'), e)
ok, e = pcall(plug.cancelled, plug)
assert(not ok and e:find('TF4014'), e)
ok, e = pcall(probe.rawjson, '[' .. ('['):rep(80) .. (']'):rep(80) .. ']')
assert(not ok and e:find('TF5001'), e)
assert(probe.rawjson('"a\\ud800b"') == 'a\u{fffd}b' and probe.rawjson('"\\ud83d\\ude00"') == '\u{1f600}')
ok, e = pcall(probe.rawjson, '[1e999]')
assert(not ok)

-- capabilities
assert(plug:need('read') == 'granted')
ok, e = pcall(plug.need, plug, 'write')
assert(not ok and e:find("lacks the capability 'probe:write'", 1, true) and e:find('TF4201'), e)
local narrow = ctx:with_limits({ capabilities = {} })
ok, e = pcall(narrow.Plug.need, narrow.Plug, 'read')
assert(not ok and e:find('TF4201'), e)
assert(require('@antiraid/plug').new(narrow) == narrow.Plug)
ok, e = pcall(probe.need, 'read')
assert(not ok and e:find('TF4201'), 'a plain module has no ctx, hence no capability')
for _, wrong in ipairs({ nil, {}, 5, evt, 'ctx', probe }) do assert(not pcall(require('@antiraid/plug').new, wrong)) end
assert(not pcall(require('@antiraid/plug').new))

-- wrong arguments: which, what was expected, what came
for _, case in ipairs({
  { 'string', {}, "bad argument #1 to 'string' (text: a string expected, got table)" },
  { 'string', nil, 'got n' },
  { 'string', 5, 'got number' },
  { 'string', 'toolong', 'at most 5 characters expected, got 7' },
  { 'string', '\xff', 'valid UTF-8' },
  { 'integer', 'x', 'an integer expected, got string' },
  { 'integer', 1.5, 'an integer expected' },
  { 'integer', 11, '1 to 10 expected, got 11' },
  { 'integer', 0 / 0, 'an integer' },
  { 'number', '5', 'a number expected, got string' },
  { 'boolean', 1, 'a boolean expected, got number' },
  { 'strings', 'x', 'a list of strings expected, got string' },
  { 'strings', { 'a', 5 }, 'names[2]: a string expected, got number' },
  { 'strings', { 'a', 'b', 'c', 'd' }, 'at most 3 items expected, got 4' },
  { 'strings', { 'a', '\xfe' }, 'valid UTF-8' },
  { 'echo', print, 'value: a function has no JSON form' },
  { 'echo', { a = { b = { 1, print } } }, 'value.a.b[2]: a function has no JSON form' },
  { 'echo', coroutine.create(print), 'a thread has no JSON form' },
  { 'echo', 0 / 0, 'NaN has no JSON form' },
  { 'echo', { [1.5] = 1 }, 'the key 1.5' },
  { 'echo', { '\xff' }, 'value[1]: a string is not valid UTF-8' },
}) do
  ok, e = pcall(plug[case[1]], plug, case[2])
  assert(not ok and e:find(case[3], 1, true), case[1] .. ': ' .. tostring(e))
end
assert(plug:string('four') == 'four' and plug:integer(10) == 10 and plug:number(2) == 2 and plug:boolean(false) == false and plug:strings({ 'a', 'b' }) == 'a+b')
assert(plug:echo(evt.data.nested).a.b[1] == nil)

-- with a dot instead of a colon
ok, e = pcall(function() ctx.Plug.one(1) end)
assert(not ok and e:find('call it with a colon: Plug:one', 1, true), e)

-- plugins and modules cannot be written, shadowed, iterated or patched
for _, m in ipairs({ probe, plug, require('@antiraid/plug'), require('@antiraid/interop'), require('@antiraid/luau') }) do
  for i, way in ipairs({
    function() m.one = print end, function() m.new = print end, function() rawset(m, 'one', print) end, function() rawget(m, 'one') end, function() setmetatable(m, {}) end,
    function() getmetatable(m).__index = {} end, function() getmetatable(m).__index.one = print end, function() for _ in pairs(m) do end end,
    function() next(m) end, function() for _ in ipairs(m) do error('x') end error('no items, no way in') end, function() table.insert(m, 1) end,
    function() table.sort(m) end, function() table.move({ 1 }, 1, 1, 1, m) end, function() table.clear(m) end, function() return #m end,
  }) do
    assert(not pcall(way), i)
  end
  assert(getmetatable(m) == false and type(m) == 'userdata')
end
assert(probe.one(1) == 2)

-- waits: in tasks, side by side, each with its own answer; across pcall and coroutines
local got = {}
for i = 1, 50 do
  task.spawn(function()
    local a = plug:later({ i })
    local b = plug:later({ i * 2 })
    got[i] = a[1] + b[1]
  end)
end
local co = coroutine.create(function() got.co = plug:later({ 'co' })[1] end)
assert(coroutine.resume(co))
-- Answers come in any order: the length of a table with holes says nothing.
local function complete()
  for i = 1, 50 do if got[i] == nil then return false end end
  return got.co
end
repeat task.wait(0.001) until complete()
for i = 1, 50 do assert(got[i] == 3 * i) end
table.sort(got, function(a, b) return plug:later({ a < b })[1] end)
local mt = setmetatable({}, { __index = function(_, k) return plug:later({ k })[1] end })
assert(mt.key == 'key')
return true
