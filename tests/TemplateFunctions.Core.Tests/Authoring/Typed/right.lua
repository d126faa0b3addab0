-- What a typed template in Lua 5.4 does with the whole API: nothing in it is an error to an editor.
---@type MessageCreateEvent, Context
local evt, ctx = ...
local interop = require("@antiraid/interop")
local json = require("@antiraid/json")
local typesext = require("@antiraid/typesext")
local datetime = require("@antiraid/datetime")
local permissions = require("@antiraid/permissions")
local kv = require("@antiraid/kv")
local discord = require("@antiraid/discord")

local stored, found = ctx.KV:get("settings", { "filter" })
local limit = found and stored.limit or 3
local author = evt.data.author
local hits = 0
for _, word in ipairs({ "spam", "scam" }) do
  if evt.data.content:lower():find(word, 1, true) then
    hits = hits + 1
    print(author.username .. " said " .. word)
  end
end

if hits > limit and ctx:has_any_cap({ "discord:delete_message", "kv:*" }) then
  ctx.Discord:delete_message({ channel_id = evt.data.channel_id, message_id = evt.data.id, reason = "filter" })
  ctx.Discord:create_message({ channel_id = evt.data.channel_id, data = { content = "Please do not." } })
end

local zone = datetime.new("Europe/Berlin")
local soon = zone:now() + datetime.timedelta_minutes(5)
local record = ctx.KV:set("warned/" .. author.id, { count = hits }, { "filter" }, soon)
local span = datetime.timedelta_hours(1) - datetime.timedelta_seconds(30)
for _, entry in ipairs(ctx.KV:find("warned/%", { "filter" })) do
  print(entry.key, entry.exists, entry.expires_at or "never", entry.scopes[1])
end

local big = typesext.U64(author.id) // 2 + 1
local bits = typesext.bitu64.band(big, 0xFF)
local narrow = ctx:with_limits({ capabilities = { "kv:get:settings" } })
local names = kv.new(narrow):keys({ "filter" })
discord.new(ctx):get_channel({ channel_id = evt.data.channel_id })

local waiting = task.delay(1, function(name)
  task.wait(0.5)
  print(name)
end, author.username)
task.cancel(waiting)

local copy = table.clone(names)
table.freeze(copy)
local rounded = math.round(math.clamp(limit / 2, 0, 10))
return {
  hits = hits,
  rounded = rounded,
  written = record.exists,
  seconds = span.seconds,
  bits = tostring(bits),
  allowed = permissions.has_perm({ "moderation.ban" }, "moderation.ban"),
  names = setmetatable(names, interop.array_metatable),
  nothing = interop.null,
  text = json.encode({ guild = ctx.guild_id, user = ctx.current_user }),
  parts = string.split(evt.data.content, " "),
}
