-- evt is data: read-only, itself every time, and a table to everything that reads tables.
local evt, ctx = ...
local data = evt.data
assert(type(evt) == 'table' and typeof(evt) == 'table' and type(data.list) == 'table' and tostring(evt) == 'table')
assert(evt.data == data and data.nested == data.nested and data.nested.a == evt.data.nested.a and data.list[2] == data.list[2])
assert(data ~= data.nested and data.nested.a ~= data.nested.e)
assert(evt.name == 'TEST' and evt.base_name == 'Custom' and evt.id == 'e1' and evt.author == '77' and evt.attempt == 1 and math.type(evt.attempt) == 'integer')
assert(data.n == 41 and math.type(data.n) == 'integer' and data.f == 1.5 and data.s == 'a"b')
assert(data.nothing == nil and data.absent == nil and data[1] == nil and data.list.x == nil and data.list[0] == nil and data.list[5] == nil and data.list[1.5] == nil)
assert(data.list[2.0] == data.list[2])

-- length, ipairs, pairs, next
assert(#data.list == 4 and #data == 0 and #data.nested.a.b == 0)
local seen = {}
for i, v in ipairs(data.list) do seen[#seen + 1] = i end
assert(#seen == 2)
local keys = {}
for k, v in pairs(data) do
  keys[#keys + 1] = k
  assert(v == data[k] and v ~= nil)
end
assert(table.concat(keys, ',') == 'n,list,s,nested,dup,f', table.concat(keys, ','))
local items = {}
for i, v in pairs(data.list) do items[#items + 1] = i end
assert(table.concat(items, ',') == '1,2,4')
local k, v = next(data)
assert(k == 'n' and v == 41)
k, v = next(data, 'n')
assert(k == 'list' and v == data.list)
assert(next(data, 'f') == nil and next(data.nested.e) == nil and next(data.nested.a.b) == nil)
assert(not pcall(next, data, 'absent'))
for a, b in next, data.nested do assert(data.nested[a] == b) end

-- nothing can be written, by whatever way
local ways = {
  function(t) t.x = 1 end,
  function(t) t[1] = 1 end,
  function(t) rawset(t, 'x', 1) end,
  function(t) setmetatable(t, {}) end,
  function(t) table.insert(t, 1) end,
  function(t) table.insert(t, 1, 1) end,
  function(t) table.remove(t, 1) end,
  function(t) table.move({ 1 }, 1, 1, 1, t) end,
  function(t) table.clear(t) end,
  function(t) getmetatable(t).__index = print end,
  function(t) getmetatable(t).__newindex = nil end,
  function(t) load('local t = ... t.n = 2')(t) end,
  function(t) next(t, {}) t.n = nil end,
}
for i, way in ipairs(ways) do
  for _, t in ipairs({ evt, data, data.list, data.nested.a }) do
    local ok, e = pcall(way, t)
    assert(not ok, 'way ' .. i .. ' wrote')
  end
end
assert(evt.data.n == 41 and #data.list == 4 and data.x == nil and getmetatable(evt) == false)
assert(not pcall(table.sort, data.list, function() return true end))
local ok, e = pcall(function() evt.name = 'x' end)
assert(e:find('read%-only') and e:find('TF2005'), e)

-- the table library reads it
assert(select('#', table.unpack(data.list)) == 4 and (table.unpack(data.list)) == 1)
assert(table.concat(setmetatable({}, { __index = data.list, __len = function() return 1 end })) == '1')
local copy = table.move(data.list, 1, 2, 1, {})
assert(copy[1] == 1 and copy[2] == data.list[2])
assert(table.find == nil or table.find(data.list, 1) == 1)
assert(select(2, pcall(table.concat, data.list)) :find('invalid value %(%a+%) at index 2'))

-- ctx: opaque, its fields as they are told
assert(ctx.guild_id == '42' and ctx.owner_guild_id == '42' and ctx.template_name == 'case' and ctx.current_user == '77')
assert(ctx.memory_limit == 20 << 20 and type(ctx.store) == 'table' and ctx.store == ctx.store)
assert(type(ctx.data) == 'table' and next(ctx.data) == nil and ctx.data == ctx.data)
assert(#ctx.allowed_caps == 2 and ctx.allowed_caps[1] == 'probe:read' and table.concat(ctx.allowed_caps, ' ') == 'probe:read kv:get')
local caps = {}
for _, c in ipairs(ctx.allowed_caps) do caps[#caps + 1] = c end
assert(#caps == 2)
for _, write in ipairs({
  function() ctx.guild_id = '1' end, function() ctx.new = 1 end, function() rawset(ctx, 'x', 1) end, function() setmetatable(ctx, {}) end,
  function() ctx.allowed_caps[1] = '*' end, function() ctx.data.x = 1 end, function() ctx.Plug = nil end, function() ctx.store = {} end,
  function() for _ in pairs(ctx) do end end, function() next(ctx) end, function() return #ctx end, function() getmetatable(ctx).__index = 1 end,
}) do
  assert(not pcall(write))
end
assert(ctx:has_cap('probe:read') and not ctx:has_cap('*') and not ctx:has_cap('x') and ctx:has_any_cap({ 'x', 'kv:get' }) and not ctx:has_any_cap({}))
assert(ctx:has_any_cap(ctx.allowed_caps))
for _, wrong in ipairs({
  function() ctx.has_cap('probe:read') end, function() ctx:has_cap() end, function() ctx:has_cap({}) end, function() ctx:has_any_cap('x') end,
  function() ctx:has_any_cap(nil) end, function() ctx.with_limits({ capabilities = {} }) end, function() ctx:with_limits() end,
  function() ctx:with_limits({}) end, function() ctx:with_limits({ capabilities = { 1 } }) end, function() ctx:with_limits({ capabilities = { '*' } }) end,
}) do
  local good, why = pcall(wrong)
  assert(not good and why:find('^init.lua:%d+: '), tostring(why))
  assert(not why:find('local ', 1, true) and not why:find('upvalue', 1, true) and not why:find('field ', 1, true), why)
end

-- a narrower ctx holds what was asked for and nothing else
local narrow = ctx:with_limits({ capabilities = { 'kv:get' } })
assert(narrow:has_cap('kv:get') and not narrow:has_cap('probe:read') and narrow.guild_id == '42' and narrow.store == ctx.store)
assert(#narrow.allowed_caps == 1 and ctx:has_cap('probe:read'))
ok, e = pcall(function() return narrow:with_limits({ capabilities = { 'probe:read' } }) end)
assert(not ok and e:find("cannot grant 'probe:read'", 1, true) and e:find('TF4202'), e)
assert(#narrow:withlimits({ capabilities = {} }).allowed_caps == 0)
return true
