-- A suspended coroutine whose variables loop when they are closed.
-- expect: timeout TF3002 | slow | breaks
while true do
  local co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function() while true do end end })
    coroutine.yield()
  end)
  coroutine.resume(co)
  pcall(coroutine.close, co)
end
