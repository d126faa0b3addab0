-- One string over the limit of an allocation, in each way.
-- expect: held | timeout TF3002
-- ways: execute task
local big = ('x'):rep(4e6)
for _, f in ipairs { function() return big .. big end, function() return big:rep(2) end, function() return table.concat({ big, big }) end, function() return big:gsub('x', 'xx') end,
  function() return ('%s%s'):format(big, big) end, function() return ('%q'):format(('\n'):rep(4e6)) end, function() return string.pack('z', big) .. big end, function() return buffer.create(1e9) end, function() return big:gsub('', 'yy') end } do
  assert(not pcall(f))
end
return 'held'
