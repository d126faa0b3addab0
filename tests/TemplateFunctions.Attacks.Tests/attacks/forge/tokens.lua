-- Values that look like the tokens of the scheduler.
-- expect: held
for _, v in ipairs { 0, 1, true, 'run was stopped', {}, print, require('@antiraid/interop').null } do
  local co = coroutine.create(function() return coroutine.yield(v) end)
  local fine, back = coroutine.resume(co)
  assert(fine and back == v)
  assert(select(2, coroutine.resume(co, 7)) == 7)
end
return 'held'
