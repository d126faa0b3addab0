-- A length that lies to the library.
-- expect: held | timeout TF3002
for _, n in ipairs { 2 ^ 31 // 1 - 2 | 0, 1e15 // 1 | 0, math.maxinteger, -1, 2 ^ 53 // 1 | 0 } do
  local t = setmetatable({}, { __len = function() return n end })
  pcall(table.sort, t, math.type)
  pcall(table.sort, t, rawequal)
  pcall(table.insert, t, 1, 1)
  pcall(table.remove, t, 1)
  pcall(table.concat, t)
  pcall(table.unpack, t)
end
return 'held'
