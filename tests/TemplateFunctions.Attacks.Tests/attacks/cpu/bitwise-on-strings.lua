-- Numbers of four million digits, by bitwise operators.
-- expect: error TF2001
local a = '0x' .. ('1'):rep(4e6 // 1 | 0)
while true do local _ = a & a, a | a, a ~ a, a << a, ~a, a >> 1, a & 1 end
