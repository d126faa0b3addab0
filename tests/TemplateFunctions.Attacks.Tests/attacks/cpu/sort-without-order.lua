-- A comparator that is no order, on the largest list.
-- expect: timeout TF3002 | held
local t = {}
for i = 1, 2e5 do t[i] = i end
while true do table.sort(t, function(a, b) return math.random() < 0.5 end) end
