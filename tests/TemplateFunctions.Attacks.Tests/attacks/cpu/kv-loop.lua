-- The key-value store in a tight loop, against its rate limit.
-- expect: timeout TF3002 | error | timeout TF3001
-- ways: execute event task module
local evt, ctx = ...
while true do
  pcall(ctx.KV.set, ctx.KV, 'k', ('x'):rep(1000), { 's' })
  pcall(ctx.KV.find, ctx.KV, '%' .. ('a%'):rep(100), { 's' })
end
