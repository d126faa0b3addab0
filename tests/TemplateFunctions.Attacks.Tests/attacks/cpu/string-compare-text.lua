-- Comparing the longest texts, by the rules of a language.
-- expect: timeout TF3002
local a, b = ('ä'):rep(2e6 // 1 | 0) .. 'a', ('ä'):rep(2e6 // 1 | 0) .. 'b'
while true do local _ = a < b, a <= b, a > b, a >= b, a < b, a <= b, a > b, a >= b end
