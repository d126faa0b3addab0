---@meta
-- Generated from the description in code; do not edit.
-- The guild's key-value store. A call names at least one scope and matches records that have all it names.
---@type { new: fun(ctx: Context): KvPlugin }
local module
return module
