-- Metamethods that make the table library work on and on.
-- expect: timeout TF3002
local t = setmetatable({}, { __len = function() return 1e6 end, __index = function(_, i) return i end, __newindex = function() end })
while true do
  pcall(table.sort, t)
  pcall(table.insert, t, 1, 1)
  pcall(table.concat, t)
end
