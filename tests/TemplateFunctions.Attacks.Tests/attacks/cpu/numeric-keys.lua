-- Table keys that are long numbers as strings, and long strings as keys.
-- expect: timeout TF3002 | memory TF3003 | breaks
local t, s = {}, ('k'):rep(1e6)
while true do for i = 1, 100 do t[s .. i] = i t[s .. i] = nil end end
