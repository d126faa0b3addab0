-- One long string as every one of a list of scopes.
-- expect: timeout TF3002 | memory TF3003 | breaks
local evt, ctx = ...
local big, list = ('x'):rep(4e6), {}
for i = 1, 1e5 do list[i] = big end
while true do
  for n = 1, 40 do
    local scopes = table.move(list, 1, n, 1, {})
    pcall(ctx.KV.get, ctx.KV, 'k', scopes)
    pcall(ctx.has_any_cap, ctx, scopes)
    pcall(ctx.Plug.strings, ctx.Plug, scopes)
  end
  pcall(ctx.KV.get, ctx.KV, 'k', list)
end
