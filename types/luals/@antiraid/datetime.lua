---@meta
-- Generated from the description in code; do not edit.
-- Times in zones, and spans.
---@type DateTimeModule
local module
return module
