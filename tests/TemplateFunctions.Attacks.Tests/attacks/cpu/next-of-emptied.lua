-- next on large tables that have been emptied.
-- expect: timeout TF3002
local t = {}
for i = 1, 2e5 do t[i] = i end
for i = 1, 2e5 do t[i] = nil end
while true do next(t) next(t) next(t) next(t) pairs(t)(t) end
