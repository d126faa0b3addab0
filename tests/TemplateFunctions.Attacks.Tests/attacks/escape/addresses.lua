-- Addresses of heap and libraries, in every text that a value can become.
-- expect: held
local evt, ctx = ...
local values = { {}, print, coroutine.create(print), evt, ctx, ctx.KV, string.rep, require('@antiraid/interop').null, buffer.create(1) }
for i = 1, #values do
  local v = values[i]
  local texts = { tostring(v), select(2, pcall(string.format, '%s', v)), select(2, pcall(string.format, '%q', v)), select(2, pcall(function() return v.x.y.z end)),
    select(2, pcall(function() return v + 1 end)), select(2, pcall(function() return #v .. {} end)), select(2, pcall(error, v)), debug.traceback(tostring(v)) }
  for _, text in pairs(texts) do assert(not tostring(text):find('0x%x') and not tostring(text):find('%x%x%x%x%x%x%x%x'), tostring(text)) end
  assert(not pcall(string.format, '%p', v))
  print(v)
end
math.randomseed()
assert(select('#', math.randomseed(1)) == 0)
return 'held'
