-- Host functions in a tight loop.
-- expect: timeout TF3002 | error
local evt, ctx = ...
while true do
  ctx.Plug:echo({ 1, 2, { 3 } }) ctx:has_cap('x') pcall(ctx.Plug.fail, ctx.Plug) ctx.Plug:several()
end
