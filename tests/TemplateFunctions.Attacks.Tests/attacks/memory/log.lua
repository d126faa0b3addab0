-- Log lines without end.
-- expect: timeout TF3002 | memory TF3003 | held | breaks
for i = 1, 1e9 do print(('x'):rep(10000)) end
