-- table.freeze of a class looks for the class's objects in the whole heap: a heap full of small tables, and one class after the other.
-- expect: timeout TF3002
local heap = {}
for i = 1, 200000 do heap[i] = {} end
while true do
  local class = {}
  class.__index = class
  heap[1] = setmetatable({}, class)
  table.freeze(class)
end
