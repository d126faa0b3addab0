-- Chains of __index as long as Lua allows.
-- expect: timeout TF3002
local t = {}
for i = 1, 1900 do t = setmetatable({}, { __index = t, __newindex = t }) end
while true do local _ = t.x, t.y, t.z, t.a, t.b, t.c end
