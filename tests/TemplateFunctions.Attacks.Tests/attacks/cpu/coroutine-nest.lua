-- Short coroutines inside short coroutines, so that no counter reaches its end.
-- expect: timeout TF3002
local function nest(n)
  for i = 1, 40 do
    local c = coroutine.create(function() if n > 0 then nest(n - 1) end for j = 1, 50 do end end)
    coroutine.resume(c)
  end
end
nest(25)
