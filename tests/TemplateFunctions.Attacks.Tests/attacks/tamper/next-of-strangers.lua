-- next with keys that are not in the table, tables that change while they are walked, and walks over what is no table.
-- expect: held
local t = { 1, 2, 3, a = 1, b = 2 }
for _, key in ipairs({ "x", 99, -1, 0.5, {}, print, 2 ^ 53, "1" }) do
  local ok, e = pcall(next, t, key)
  assert(not ok and type(e) == "string", tostring(key))
end
assert(not pcall(next, t, 0 / 0))
local evt, ctx = ...
for _, value in ipairs({ evt, evt.data, ctx, ctx.KV, string }) do
  pcall(next, value, {})
  pcall(next, value, "no such key")
end
for round = 1, 50 do
  local grows = {}
  for i = 1, 64 do grows[i] = i end
  pcall(function()
    for k in pairs(grows) do
      grows[k] = nil
      grows["n" .. k .. round] = k
      if round % 2 == 0 then collectgarbage("count") end
    end
  end)
end
for _, value in ipairs({ 1, "text", true, print, coroutine.create(print) }) do
  assert(not pcall(next, value))
end
return "held"
