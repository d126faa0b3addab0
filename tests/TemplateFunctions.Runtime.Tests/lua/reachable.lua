-- Walks everything a script can reach from its globals, arguments and modules, and lists it by path.
local evt, ctx = ...
-- Libraries appear when they are touched; the test tells their names.
for _, name in ipairs(evt.data.names) do local _ = _G[name] end

local seen, out = {}, {}
local function walk(path, v)
  local t = type(v)
  out[#out + 1] = path .. ' ' .. t
  if t == 'string' or t == 'number' or t == 'boolean' or t == 'nil' then return end
  if seen[v] then return end
  seen[v] = true
  local m = getmetatable(v)
  if m then walk(path .. '<metatable>', m) end
  if t == 'table' then
    for k, x in pairs(v) do
      if type(k) == 'string' then
        walk(path .. '.' .. k, x)
      elseif type(k) == 'number' then
        walk(path .. '[' .. k .. ']', x)
      else
        walk(path .. '<key>', k)
        walk(path .. '[' .. tostring(k) .. ']', x)
      end
    end
  end
end

walk('_G', _G)
walk('evt', evt)
walk('ctx', ctx)
walk('ctx.store', ctx.store)
walk('string metatable', getmetatable(''))
walk('interop', require('@antiraid/interop'))
walk('interop.array_metatable', require('@antiraid/interop').array_metatable)
walk('interop.null', require('@antiraid/interop').null)
walk('luau.load', require('@antiraid/luau').load('return 1'))
table.sort(out)
return table.concat(out, '\n')
