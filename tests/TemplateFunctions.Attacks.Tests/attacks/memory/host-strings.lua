-- Large strings into host functions, again and again.
-- expect: timeout TF3002 | memory TF3003 | held | error | breaks
local evt, ctx = ...
local big = ('x'):rep(4e6)
while true do
  pcall(ctx.KV.get, ctx.KV, big, { big })
  pcall(ctx.Discord.create_message, ctx.Discord, { channel_id = big, data = { content = big } })
  pcall(require, big)
  pcall(require('@antiraid/json').encode, { big })
end
