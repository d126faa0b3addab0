-- string.char, utf8.char and string.pack over a hundred thousand long numbers: one call.
-- A stack of so many values may be too large for one allocation when it grows, before any pcall is there to catch that.
-- expect: timeout TF3002 | error TF3004
local a, t = (' '):rep(4e6 // 1 | 0) .. '65', {}
for i = 1, 1e5 do t[i] = a end
while true do
  pcall(string.char, table.unpack(t, 1, 1e5))
  pcall(utf8.char, table.unpack(t, 1, 1e5))
  pcall(string.pack, ('b'):rep(1e5), table.unpack(t, 1, 1e5))
  pcall(bit32.band, table.unpack(t, 1, 1e5))
  pcall(string.format, ('%d'):rep(1e5), table.unpack(t, 1, 1e5))
end
