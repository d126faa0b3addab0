-- Permission lists as long as they may be.
-- expect: timeout TF3002 | held | error
-- ways: execute
local p = require('@antiraid/permissions')
local list = {}
for i = 1, 20000 do list[i] = 'a' .. i .. '.*' end
while true do for k, f in pairs({ p.has_perm, p.check_patch_changes, p.resolve }) do pcall(f, list, list) end pcall(p.has_perm, list, 'x.y') pcall(p.check_patch_changes, list, list, list) end
