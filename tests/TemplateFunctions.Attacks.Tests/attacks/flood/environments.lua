-- Chunks with environments of their own, without end.
-- expect: timeout TF3002 | memory TF3003 | breaks
local luau, keep = require('@antiraid/luau'), {}
while true do
  local chunk = luau.load('x = string.rep("x", 100) return function() return x end')
  keep[#keep + 1] = chunk:call()
end
