-- Assigns, shadows, iterates and unmasks plugins, the context and the event, with raw access too.
-- expect: held
local evt, ctx = ...
local names = { ctx, ctx.KV, ctx.Discord, ctx.Plug, evt, evt.data, evt.data.list, require('@antiraid/interop'), require('@antiraid/json'), require('@antiraid/typesext'), require('@antiraid/typesext').bitu64, require('@antiraid/datetime'), require('@antiraid/permissions') }
for i = 1, #names do
  local p = names[i]
  local function no(f, ...) assert(not pcall(f, ...), i) end
  no(function() p.x = 1 end)
  no(function() p.get = print end)
  no(function() p[1] = 1 end)
  no(rawset, p, 'x', 1)
  no(setmetatable, p, {})
  no(table.insert, p, 1)
  pcall(table.sort, p, function() return true end)
  pcall(table.clear, p) pcall(table.freeze, p) pcall(table.clone, p)
  assert(getmetatable(p) == false or getmetatable(p) == nil or type(getmetatable(p)) ~= 'table', i)
  pcall(function() for k, v in pairs(p) do if type(v) == 'table' then pcall(rawset, v, 'x', 1) end end end)
  assert(p.x == nil, i)
end
return 'held'
