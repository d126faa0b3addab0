-- The largest argument lists.
-- expect: timeout TF3002 | held | memory TF3003 | breaks
local t = {}
for i = 1, 1e5 do t[i] = i end
while true do
  pcall(function() return select('#', table.unpack(t, 1, 1e5)) end)
  pcall(string.char, table.unpack(t, 1, 1e5))
  pcall(coroutine.wrap(function(...) coroutine.yield(...) end), table.unpack(t, 1, 1e5))
  pcall(table.pack, table.unpack(t, 1, 1e5))
end
