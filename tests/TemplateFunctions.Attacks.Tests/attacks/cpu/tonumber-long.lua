-- Numbers of four million digits, by tonumber.
-- expect: timeout TF3002
local a, b = '0x' .. ('1'):rep(4e6 // 1 | 0) .. 'p0', (' '):rep(4e6 // 1 | 0) .. '1'
while true do tonumber(a) tonumber(b) tonumber(a) tonumber(b) tonumber(b, 36) end
