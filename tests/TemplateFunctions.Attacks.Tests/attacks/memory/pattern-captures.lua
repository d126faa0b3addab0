-- Captures and matches without end.
-- expect: timeout TF3002 | memory TF3003 | held | breaks
local s, t = ('ab'):rep(1e6), {}
while true do for a, b in s:gmatch('(a)(b)') do t[#t + 1] = a .. b .. #t end end
