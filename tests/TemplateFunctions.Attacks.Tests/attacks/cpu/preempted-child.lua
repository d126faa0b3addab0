-- A child that is in the middle of its slice is resumed by somebody else.
-- expect: timeout TF3002 | error
-- ways: execute event task module
local co = coroutine.create(function() while true do end end)
task.spawn(function() while true do pcall(coroutine.resume, co) pcall(coroutine.close, co) task.wait() end end)
while true do coroutine.resume(co) pcall(coroutine.close, co) end
