-- __close that loops, on every way out.
-- expect: timeout TF3002 | breaks
local function f()
  local t <close> = setmetatable({}, { __close = function() while true do end end })
  error('x')
end
while true do pcall(f) end
