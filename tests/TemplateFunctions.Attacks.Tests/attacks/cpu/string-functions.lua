-- The functions that work through the longest strings, in a tight loop.
-- expect: timeout TF3002 | memory TF3003 | breaks
local s = ('aB'):rep(1e6)
while true do s:upper() s:lower() s:reverse() s:byte(1, 100) s:sub(2) utf8.len(s) end
