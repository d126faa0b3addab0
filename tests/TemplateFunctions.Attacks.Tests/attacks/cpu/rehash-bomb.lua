-- Integer keys that all fall into one chain once the table has 2^18 nodes.
-- expect: error TF3004 | timeout TF3002 | held
local t, m = {}, (1 << 18) - 1
for i = 1, 131073 do t[i * m] = true end
return 'held'
