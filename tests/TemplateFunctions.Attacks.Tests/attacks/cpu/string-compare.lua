-- Comparing the longest strings, full of zeros.
-- expect: timeout TF3002
local a, b = ('\0'):rep(4e6 // 1 | 0) .. 'a', ('\0'):rep(4e6 // 1 | 0) .. 'b'
while true do local _ = a < b, a <= b, a > b, a >= b, a < b, a <= b, a > b, a >= b end
