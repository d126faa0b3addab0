-- Endless tables.
-- expect: memory TF3003 | breaks
local t while true do t = { t, {}, {} } end
