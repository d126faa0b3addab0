-- Contexts narrowed without end.
-- expect: timeout TF3002 | memory TF3003 | error | breaks
local evt, ctx = ...
local keep, caps = {}, {}
for i = 1, 100 do caps[i] = 'cap' .. i end
while true do keep[#keep + 1] = ctx:with_limits({ capabilities = caps }).KV end
