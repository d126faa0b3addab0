-- Calls every function that a script can reach with every kind of bad argument, with hardly any memory left.
local evt, ctx = ...
local seed = evt.data.seed
math.randomseed(seed)
local functions, seen = {}, {}
local function walk(v, path)
  local t = type(v)
  if t == 'function' then functions[#functions + 1] = v end
  if t ~= 'table' or seen[v] or v == evt then return end
  seen[v] = true
  for k, x in pairs(v) do walk(x, path) end
end
for _, name in ipairs { 'string', 'table', 'math', 'utf8', 'coroutine', 'task', 'os', 'debug', 'bit32', 'buffer', 'vector', 'load', 'require', 'typeof', 'newproxy', 'getfenv', 'gcinfo' } do
  walk(_G[name])
end
for _, name in ipairs { 'assert', 'error', 'getmetatable', 'ipairs', 'next', 'pairs', 'pcall', 'print', 'rawequal', 'rawget', 'rawlen', 'rawset', 'select', 'setmetatable', 'tonumber', 'tostring', 'type', 'xpcall' } do
  walk(_G[name])
end
for module, names in pairs {
  interop = { 'memusage', 'memory_limit' }, json = { 'encode', 'decode' }, typesext = { 'U64', 'I64', 'randstring' }, luau = { 'load' },
  datetime = { 'new', 'Timezone', 'from_timestamp' }, permissions = { 'resolve', 'has_perm', 'check_patch_changes' }, kv = { 'new' }, discord = { 'new' },
} do
  local m = require('@antiraid/' .. module)
  for _, name in ipairs(names) do pcall(function() walk(m[name]) end) end
end
for _, name in ipairs { 'get', 'getrecord', 'set', 'exists', 'delete', 'keys', 'find', 'list_scopes', 'setexpiry', 'getbyid', 'setbyid', 'deletebyid', 'setexpirybyid' } do
  walk(ctx.KV[name])
end
for _, name in ipairs { 'create_message', 'get_guild', 'antiraid_check_permissions', 'create_channel', 'delete_message' } do pcall(function() walk(ctx.Discord[name]) end) end
for _, name in ipairs { 'has_cap', 'has_any_cap', 'with_limits' } do walk(ctx[name]) end

local deep, cyclic = {}, {}
for i = 1, 200 do deep = { deep } end
cyclic.x = cyclic
local null = require('@antiraid/interop').null
local bad = {
  true, false, 0, -1, 1, 2 ^ 31 // 1 | 0, math.maxinteger, math.mininteger, 0 / 0, 1 / 0, -1 / 0, 1e308, 0.5, -0.0, '', 'x', '\0', '\xff\xfe', '%', '[', '(()', '%b', ('9'):rep(400), ('x'):rep(5000),
  {}, { 1 }, { x = {} }, deep, cyclic, setmetatable({}, { __index = error, __len = error, __tostring = error, __call = error, __pairs = error, __eq = error, __metatable = 1 }),
  print, error, function() end, coroutine.create(function() end), coroutine.running(), evt, evt.data, ctx, ctx.KV, null, require('@antiraid/interop').array_metatable, buffer.create(3), vector.create(1, 2, 3),
  require('@antiraid/typesext').U64(1),
}
local count, called = #bad, 0
local keep = {}
for round = 1, 1e9 do
  -- Up to the cap, now and then: what comes next has no room.
  if round % 50 == 0 then pcall(function() for i = 1, 2000 do keep[#keep + 1] = ('k'):rep(300) .. i end end) end
  if round % 200 == 0 then keep = {} end
  local f = functions[math.random(#functions)]
  local arguments = {}
  local n = math.random(0, 5)
  for i = 1, n do arguments[i] = bad[math.random(count + 1)] end
  if f ~= coroutine.yield and f ~= task.wait then
    called = called + 1
    task.spawn(pcall, f, table.unpack(arguments, 1, n))
  end
end
