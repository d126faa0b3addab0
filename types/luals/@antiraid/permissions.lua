---@meta
-- Generated from the description in code; do not edit.
-- Kittycat permissions, as tables or as text such as ~moderation.ban.
---@type PermissionsModule
local module
return module
