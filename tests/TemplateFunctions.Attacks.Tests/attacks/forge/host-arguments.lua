-- Every odd value into the host functions that take text, numbers and tables: an error or an answer, never more.
-- expect: held | error TF3009
-- ways: execute task module
local evt, ctx = ...
local sparse = {} sparse[2 ^ 31] = 1
local cycle = {} cycle[1] = cycle
local odd = { "", "\0", "a\0b", "\xff\xfe", "\xed\xa0\x80", "../../../etc/passwd", ("k"):rep(513), "%00", "a/b", "a;drop table", 2 ^ 63, -2 ^ 63, math.mininteger, math.maxinteger,
  1e308, -0.0, 1 / 0, -1 / 0, 0 / 0, {}, sparse, cycle, { [1.5] = 1 }, { [true] = 1 }, print, coroutine.create(print), true, evt, ctx, evt.data }
local refused, answered = 0, 0
local function try(f, ...)
  local ok, e = pcall(f, ...)
  if ok then answered = answered + 1 else refused = refused + 1 assert(type(e) == "string" or type(e) == "table") end
end
for _, value in ipairs(odd) do
  try(ctx.KV.get, ctx.KV, value, { "s" })
  try(ctx.KV.get, ctx.KV, "k", value)
  try(ctx.KV.set, ctx.KV, "k", value, { "s" })
  try(ctx.KV.set, ctx.KV, "k", 1, { "s" }, value)
  try(ctx.KV.find, ctx.KV, value, { "s" })
  try(require("@antiraid/json").encode, value)
  try(require("@antiraid/json").decode, value)
  try(ctx.has_cap, ctx, value)
  try(ctx.with_limits, ctx, value)
  try(require, value)
end
assert(refused > 50 and answered > 10, refused .. " " .. answered)
return "held"
