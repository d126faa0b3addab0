-- Two coroutines that never stop passing values.
-- expect: timeout TF3002
local co = coroutine.wrap(function(...) while true do coroutine.yield(...) end end)
while true do co(1, 2, 3) end
