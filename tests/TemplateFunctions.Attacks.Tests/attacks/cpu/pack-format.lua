-- A format of four million items.
-- expect: timeout TF3002 | held
-- ways: execute
local f = ('i16'):rep(1e6)
while true do pcall(string.packsize, f) pcall(string.pack, (' '):rep(4e6), 1) pcall(string.unpack, (' '):rep(4e6), '') pcall(string.unpack, ('!1'):rep(1e6), '') end
