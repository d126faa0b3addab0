-- __tostring and __name that never answer, in every function that asks.
-- expect: timeout TF3002 | breaks
local t = setmetatable({}, { __tostring = function() while true do end end })
while true do
  pcall(tostring, t) pcall(print, t) pcall(string.format, '%s', t) pcall(error, t)
end
