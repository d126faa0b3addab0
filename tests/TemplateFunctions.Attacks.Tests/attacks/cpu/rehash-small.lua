-- The same, just under the size that is refused.
-- expect: timeout TF3002 | slow
while true do
  local t, m = {}, (1 << 14) - 1
  for i = 1, 8193 do t[i * m] = true end
  t = {}
  for i = 1, 16000 do t[i * m] = true end
end
