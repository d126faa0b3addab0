-- math functions on numbers of four million digits.
-- expect: timeout TF3002
local a = '0x' .. ('1'):rep(4e6 // 1 | 0) .. '.8'
while true do math.floor(a) math.abs(a) math.sqrt(a) math.fmod(a, a) math.log(a, a) math.clamp(1, 2, 3) end
