-- Endless coroutines that each yield once.
-- expect: timeout TF3002
while true do coroutine.wrap(function() coroutine.yield() end)() end
