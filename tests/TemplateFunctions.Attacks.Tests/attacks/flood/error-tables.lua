-- Tasks that fail with tables that are large as JSON.
-- expect: timeout TF3002 | error TF3006 | memory TF3003 | breaks
local t = {}
for i = 1, 5000 do t[i] = { message = ('m'):rep(100), i } end
while true do task.spawn(error, t) end
