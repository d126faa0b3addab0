-- math.max over a hundred thousand numbers of four million digits each: one call.
-- expect: timeout TF3002
local a, t = '0x' .. ('1'):rep(4e6 // 1 | 0) .. '.8', {}
for i = 1, 1e5 do t[i] = a end
while true do math.max(table.unpack(t, 1, 2e4)) pcall(math.max, table.unpack(t, 1, 1e5)) pcall(math.min, table.unpack(t, 1, 1e5)) end
