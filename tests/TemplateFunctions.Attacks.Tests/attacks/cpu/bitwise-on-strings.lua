-- Numbers of four million digits, by bitwise operators.
-- expect: timeout TF3002
local a = '0x' .. ('1'):rep(4e6 // 1 | 0)
while true do local _ = a & a, a | a, a ~ a, a << a, ~a, a >> 1, a & 1 end
