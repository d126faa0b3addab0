-- A result that is far larger than its parts, by sharing them.
-- expect: error TF3005 | error TF2002
local t = {}
for i = 1, 60 do t = { t, t } end
return t
