-- bit32 and vector functions over many long numbers.
-- expect: timeout TF3002
-- ways: execute
local a, t = (' '):rep(4e6 // 1 | 0) .. '65', {}
for i = 1, 1e4 do t[i] = a end
while true do pcall(bit32.bxor, table.unpack(t, 1, 1e4)) end
