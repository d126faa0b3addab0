-- Every line with a mark is wrong, and no other.
---@type MessageCreateEvent, Context
local evt, ctx = ...
local datetime = require("@antiraid/datetime")

local a = evt.data.contents -- wrong
local b = evt.nmae -- wrong
ctx.KV:get("key") -- wrong
ctx.KV:set("key", 1, "scope") -- wrong
ctx.KV:delte("key", { "scope" }) -- wrong
ctx.Discord:send_message({}) -- wrong
local c = datetime.UTC:nwo() -- wrong
ctx:has_cap(5) -- wrong
task.wait("soon") -- wrong
task.sleep(1) -- wrong
local d = ctx.KV:set("key", 1, { "scope" }).existed -- wrong
---@type string
local e = ctx.memory_limit -- wrong
return a, b, c, d, e
