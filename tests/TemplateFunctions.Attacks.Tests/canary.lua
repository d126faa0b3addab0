-- Lists everything this template can reach and what it does. Two runs with something hostile in between must tell the same.
local evt, ctx = ...
for _, name in ipairs { 'string', 'table', 'math', 'utf8', 'coroutine', 'task', 'os', 'debug', 'bit32', 'buffer', 'vector', 'load', 'require', 'typeof' } do
  local _ = _G[name]
end

local seen, out = {}, {}
local function walk(path, v)
  local t = type(v)
  out[#out + 1] = path .. ' ' .. t .. ((t == 'number' or t == 'string' or t == 'boolean') and ' ' .. tostring(v):gsub('[^ -~]', '?') or '')
  if t ~= 'table' and t ~= 'userdata' and t ~= 'function' or seen[v] then return end
  seen[v] = true
  local m = getmetatable(v)
  if m then walk(path .. '<metatable>', m) end
  if t == 'table' and v ~= ctx and v ~= seen then
    for k, x in pairs(v) do walk(path .. '.' .. tostring(k), x) end
  end
end
local known = rawget(_G, 'known')
local noted, mine = rawget(_G, 'noted'), { string.rep, table.concat, pcall, tostring, require, _G, next }
_G.known, _G.noted = nil, nil
walk('_G', _G)
walk('evt', evt)
walk('ctx', ctx)
for _, name in ipairs { 'KV', 'Discord', 'Plug' } do walk('ctx.' .. name, ctx[name]) end
for _, name in ipairs { 'interop', 'json', 'typesext', 'datetime', 'permissions', 'luau', 'probe', 'kv', 'discord' } do
  local fine, module = pcall(require, '@antiraid/' .. name)
  walk('@antiraid/' .. name, module)
end
-- The same functions as in the run before, when this is still the VM of the run before.
if noted then
  for i = 1, #mine do assert(rawequal(noted[i], mine[i]), 'function ' .. i .. ' was exchanged') end
end
_G.noted = mine

-- What they do.
assert(('x'):rep(3) == 'xxx' and ('a,b'):split(',')[2] == 'b' and ('abc'):find('b', 1, true) == 2 and ('%d'):format(7) == '7')
assert(getmetatable('') == false and ('' .. 1) == '1' and '10' + 1 == 11)
assert(table.concat({ 1, 2 }, '-') == '1-2' and select('#', table.unpack({ 1, 2, 3 })) == 3 and math.max(1, 3, 2) == 3)
assert(pcall(error) == false and tostring(nil) == 'nil' and rawequal(_G, _G._G))
assert(require('@antiraid/json').encode({ a = 1 }) == '{"a":1}' and require('@antiraid/json').decode('[1]')[1] == 1)
assert(evt.data.b.c == 'd' and ctx.template_name == 'canary' and ctx:has_cap('x'))
assert(not pcall(function() evt.x = 1 end) and not pcall(function() ctx.x = 1 end) and not pcall(function() ctx.KV.get = 1 end))
local key = 'canary' .. #out
-- An attack may have used up the guild's calls; they come back.
while not pcall(function() ctx.KV:set(key, { 1 }, { 'canary' }) end) do task.wait(0.05) end
local kept
while not pcall(function() kept = ctx.KV:get(key, { 'canary' }) end) do task.wait(0.05) end
assert(kept[1] == 1)
assert(coroutine.wrap(function(...) return coroutine.yield(...) end)(1) == 1)
table.sort(out)
return table.concat(out, '\n')
