-- Many variables to close, each working on while the run is being stopped.
-- expect: timeout TF3002 | breaks
local function deep(n)
  local t <close> = setmetatable({}, { __close = function() for i = 1, 1e7 do end end })
  if n > 0 then return 1 + deep(n - 1) end
  while true do end
end
while true do pcall(deep, 150) end
