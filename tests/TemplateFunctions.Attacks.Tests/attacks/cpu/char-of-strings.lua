-- string.char, utf8.char and string.pack over a hundred thousand long numbers: one call.
-- expect: timeout TF3002
local a, t = (' '):rep(4e6 // 1 | 0) .. '65', {}
for i = 1, 1e5 do t[i] = a end
while true do
  pcall(string.char, table.unpack(t, 1, 1e5))
  pcall(utf8.char, table.unpack(t, 1, 1e5))
  pcall(string.pack, ('b'):rep(1e5), table.unpack(t, 1, 1e5))
  pcall(bit32.band, table.unpack(t, 1, 1e5))
  pcall(string.format, ('%d'):rep(1e5), table.unpack(t, 1, 1e5))
end
