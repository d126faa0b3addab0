-- Calls GetType and other members on every value that a script can hold.
-- expect: held
local evt, ctx = ...
local interop = require('@antiraid/interop')
local types = require('@antiraid/typesext')
local values = { evt, evt.data, ctx, ctx.KV, ctx.Discord, interop, interop.null, interop.array_metatable, vector.create(1, 2, 3), buffer.create(4), types.U64(1), types.I64(-1),
  require('@antiraid/datetime').UTC, coroutine.create(print), print, ctx.store }
for i = 1, #values do
  for _, name in ipairs { 'GetType', 'Assembly', 'ToString', 'Equals', 'GetHashCode', '__gc', '__name', '__index', 'Dispose', 'MemberwiseClone' } do
    local fine, member = pcall(function() return values[i][name] end)
    if fine and member ~= nil then
      local called, result = pcall(member, values[i])
      assert(not called or type(result) ~= 'userdata', i .. name)
    end
  end
end
return 'held'
