-- table.move over the whole range of integers.
-- expect: held | timeout TF3002
pcall(table.move, {}, 1, math.maxinteger - 1, 2)
pcall(table.move, {}, math.mininteger, math.maxinteger, 1)
pcall(table.move, setmetatable({}, { __index = function() return 1 end }), 1, 1e15 // 1 | 0, 1)
for i = 1, 50 do pcall(table.move, {}, 1, 1000000, 1) end
return 'held'
