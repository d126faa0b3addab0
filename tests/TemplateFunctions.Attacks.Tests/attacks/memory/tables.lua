-- Endless tables.
-- expect: memory TF3003 | timeout TF3002 | breaks
local t while true do t = { t, {}, {} } end
