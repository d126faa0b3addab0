---@meta
-- Generated from the description in code; do not edit.
-- Discord's REST methods: one table of arguments, and Discord's answer.
---@type { new: fun(ctx: Context): DiscordPlugin }
local module
return module
