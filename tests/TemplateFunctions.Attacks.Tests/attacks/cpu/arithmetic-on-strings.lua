-- Numbers of four million digits, by arithmetic.
-- expect: timeout TF3002
local a = '0x' .. ('1'):rep(4e6 // 1 | 0) .. '.8'
while true do local _ = a + a, a - a, a * a, a / a, a % a, a // a, -a, a + a end
