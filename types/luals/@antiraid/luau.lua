---@meta
-- Generated from the description in code; do not edit.
-- Running source text.
---@type LuauModule
local module
return module
