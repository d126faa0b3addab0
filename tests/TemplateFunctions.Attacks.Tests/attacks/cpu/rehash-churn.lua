-- Tables that are filled and emptied, growing and shrinking.
-- expect: timeout TF3002
while true do
  local t = {}
  for i = 1, 16000 do t['k' .. i] = i end
  for k in pairs(t) do t[k] = nil end
  for i = 1, 2e5 do t[i] = i end
end
