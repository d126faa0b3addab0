-- Waits on host operations without end.
-- expect: timeout TF3002 | timeout TF3001 | error
-- ways: execute event task module
local evt, ctx = ...
while true do ctx.Plug:later({}) end
