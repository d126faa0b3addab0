-- The compiler, with the largest sources.
-- expect: timeout TF3002
local source = ('local a = 1 a = a + 1 '):rep(11000)
while true do load(source) end
