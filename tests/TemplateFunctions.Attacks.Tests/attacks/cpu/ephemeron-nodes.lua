-- The same within a few large weak tables.
-- expect: timeout TF3002 | memory TF3003 | held | breaks
local n, weak = 120000, { __mode = 'k' }
local keys, order, tables = {}, {}, {}
for i = 1, n + 1 do keys[i] = {} end
for i = 1, n do order[i] = i end
local seed = 1
for i = n, 2, -1 do
  seed = (seed * 1103515245 + 12345) % 2147483648
  local j = seed % i + 1
  order[i], order[j] = order[j], order[i]
end
for i = 1, n do
  local t = tables[i // 8000 + 1]
  if not t then t = setmetatable({}, weak) tables[i // 8000 + 1] = t end
  t[keys[order[i]]] = keys[order[i] + 1]
end
local first = keys[1]
keys, order = nil, nil
while true do local garbage = { {}, {}, {} } end
