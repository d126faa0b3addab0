-- string.pack over a hundred thousand long numbers.
-- expect: timeout TF3002
-- ways: execute
local a, t = (' '):rep(4e6 // 1 | 0) .. '65', {}
for i = 1, 1e5 do t[i] = a end
while true do pcall(string.pack, ('b'):rep(1e5), table.unpack(t, 1, 1e5)) end
