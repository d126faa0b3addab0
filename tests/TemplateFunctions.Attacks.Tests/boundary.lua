-- Calls every function that a script can reach with every kind of bad argument, with hardly any memory left. What there is comes with the
-- event: globals by path, modules and kinds of objects with their functions, and names of arguments. What is not found is told.
local evt, ctx = ...
local data = evt.data
-- Kept, since some of what is called changes globals.
local next, ipairs, pcall, type, setmetatable, tostring = next, ipairs, pcall, type, setmetatable, tostring
local floor, max, unpack, spawn, cancel, running, print = math.floor, math.max, table.unpack, task.spawn, task.cancel, coroutine.running, print
local interop, json, luau = require('@antiraid/interop'), require('@antiraid/json'), require('@antiraid/luau')
local typesext, datetime = require('@antiraid/typesext'), require('@antiraid/datetime')

-- math.random would be at the mercy of math.randomseed.
local state = data.seed % 2147483646 + 1
local function random(n)
  state = state * 16807 % 2147483647
  return state % n + 1
end

local called, missing = {}, {}
local function add(name, f, self)
  if type(f) == 'function' then called[#called + 1] = { f = f, self = self } else missing[#missing + 1] = name end
end
local function at(root, path)
  local _, found = pcall(function()
    local v = root
    for part in path:gmatch('[^.]+') do v = v[part] end
    return v
  end)
  return found
end

local roots = { _G = _G, ctx = ctx, evt = evt, interop = interop }
for _, path in ipairs(data.globals) do add(path, at(roots, path)) end
for _, module in ipairs(data.modules) do
  local m = require(module.name)
  if module.plugin then
    add(module.name .. '.new', m.new, ctx)
    local ways = { m.new(ctx), ctx[module.plugin] }
    for _, plugin in ipairs(ways) do
      for _, name in ipairs(module.functions) do add(module.name .. ':' .. name, at(plugin, name), plugin) end
    end
  else
    for _, name in ipairs(module.functions) do add(module.name .. '.' .. name, at(m, name)) end
  end
end

local berlin = datetime.new('Europe/Berlin')
local objects = {
  AnyEvent = { evt }, Context = { ctx, ctx:with_limits { capabilities = {} } }, Chunk = { luau.load('return ...'), luau.load('(') },
  U64 = { typesext.U64(1), typesext.U64('18446744073709551615') }, I64 = { typesext.I64(-1), typesext.I64('-9223372036854775808') },
  TimeZone = { datetime.UTC, berlin }, DateTime = { berlin:now(), datetime.UTC:fromTime(0) },
  TimeDelta = { datetime.timedelta_hours(1), datetime.timedelta_nanos(-1) },
}
local all = {}
for _, kind in ipairs(data.objects) do
  for _, object in ipairs(objects[kind.name] or { false }) do
    all[#all + 1] = object
    for _, name in ipairs(kind.functions) do add(kind.name .. ':' .. name, at(object, name), object) end
    for _, name in ipairs(kind.fields) do add(name, function(self) return self[name] end, object) end
  end
end

-- What is reached without a name: operators.
local operators = {
  function(a, b) return a + b end, function(a, b) return a - b end, function(a, b) return a * b end, function(a, b) return a / b end,
  function(a, b) return a // b end, function(a, b) return a % b end, function(a, b) return a ^ b end, function(a, b) return a .. b end,
  function(a, b) return a == b end, function(a, b) return a < b end, function(a, b) return a <= b end, function(a, b) return a[b] end,
  function(a, b) a[b] = b end, function(a, b) return a(b) end, function(a) return -a end, function(a) return #a end, tostring,
}
for _, operator in ipairs(operators) do
  add('operator', operator)
  for _, object in ipairs(all) do add('operator', operator, object) end
end
print(#called .. ' functions; not found: ' .. table.concat(missing, ' '))

local deep, cyclic = {}, {}
for i = 1, 200 do deep = { deep } end
cyclic.x = cyclic
local bad = {
  true, false, 0, -1, 1, floor(2 ^ 31), math.maxinteger or 2 ^ 53, math.mininteger or -2 ^ 53, 0 / 0, 1 / 0, -1 / 0, 1e308, 0.5, -0.0, '', 'x', '\0', '\xff\xfe', '%', '[', '(()', '%b', ('9'):rep(400), ('x'):rep(5000),
  {}, { 1 }, { 'a', 'b' }, { 1, 2, 3, 4, 5, 6, 7, 256 }, { x = {} }, deep, cyclic, setmetatable({}, { __index = error, __len = error, __tostring = error, __call = error, __pairs = error, __eq = error, __metatable = 1 }),
  print, error, function() end, coroutine.create(function() end), running(), evt, data, ctx, ctx.KV, interop.null, interop.array_metatable, buffer.create(3), vector.create(1, 2, 3),
}
for _, object in ipairs(all) do bad[#bad + 1] = object end
all[#all + 1] = { 1, 2, 3, 4, 5, 6, 7, 8 }
local count, named = #bad, data.names

-- Right now and then, so that a wrong one behind it is looked at.
local right = { 1, 10, 2024, '1', 'a', '123456789012345678', 'kv.get', '%Y-%m-%d', '2026-01-31T12:00:00Z', 'Europe/Berlin', { 'a' }, {} }

-- Half of them bad; or a list, or a table of arguments by name, as plugins take them.
local function argument(depth)
  local kind = random(8)
  if kind > 4 or depth > 3 then return bad[random(count + 1)] end
  if kind > 2 then return right[random(#right)] end
  if kind == 2 then return { argument(depth + 1), argument(depth + 1) } end
  local t = {}
  for i = 1, random(5) do t[named[random(#named)]] = argument(depth + 1) end
  return t
end

-- What waits is cancelled when 64 others have been called.
local waiting, turn = {}, 0
local function call(f, self, other)
  local arguments, n = {}, random(7) - 1
  for i = 1, n do arguments[i] = argument(1) end
  if self ~= nil then arguments[1], n = self, max(n, 1) end
  if other ~= nil then arguments[2], n = other, max(n, 2) end
  turn = turn % 64 + 1
  if waiting[turn] then pcall(cancel, waiting[turn]) end
  waiting[turn] = nil
  waiting[turn] = spawn(pcall, f, unpack(arguments, 1, n))
end

-- Each once, in random order, those of objects with every other object too.
for i = #called, 2, -1 do
  local j = random(i)
  called[i], called[j] = called[j], called[i]
end
for _, c in ipairs(called) do
  for i = 1, 4 do call(c.f, i > 1 and c.self or nil) end
  if c.self ~= nil then
    for _, other in ipairs(all) do call(c.f, c.self, other) end
  end
end

-- Then any, close to the cap: what comes next has hardly any room.
local keep, limit, used = {}, interop.memory_limit(), interop.memusage
for round = 0, 1999 do
  if round % 50 == 0 then
    if used() > limit - 200000 then keep = {} end
    local room = random(20) * 10000
    for i = 1, (limit - room - used()) // 400 do keep[#keep + 1] = ('k'):rep(300) .. round .. i end
  end
  local c = called[random(#called)]
  call(c.f, random(4) > 1 and c.self or nil)
end
for _, thread in next, waiting do pcall(cancel, thread) end
