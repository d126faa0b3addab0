-- Fills the VM to its cap and goes on failing there.
-- expect: memory TF3003 | timeout TF3002 | breaks
local keep = {}
pcall(function() for i = 1, 1e9 do keep[i] = ('k'):rep(1000) .. i end end)
while true do pcall(function() local t = {} for i = 1, 1e6 do t[i] = {} end end) end
