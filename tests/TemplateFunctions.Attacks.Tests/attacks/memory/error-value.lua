-- Errors as large as a string may be, with tables that are deep and cyclic.
-- expect: error | memory TF3003 | breaks
local t = {}
for i = 1, 1000 do t = { t, t } end
t[3] = t
pcall(error, t)
error(('x'):rep(4e6), 0)
