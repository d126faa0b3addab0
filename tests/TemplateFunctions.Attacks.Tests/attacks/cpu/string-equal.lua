-- Comparing equal strings that are not the same, as long as they may be.
-- expect: timeout TF3002
local a, b = ('x'):rep(4e6 // 1 | 0) .. 'a', ('x'):rep(4e6 // 1 | 0) .. 'b'
while true do local _ = a == b, a == b, a == b, a == b, a == b, a == b end
