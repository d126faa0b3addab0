-- string.split into bytes and parts, as many as there are.
-- expect: timeout TF3002 | memory TF3003 | breaks
local s = ('a,'):rep(1e6)
while true do s:split(',') s:split('') end
