---@meta
-- Generated from the description in code; do not edit.
-- JSON text and Lua values.
---@type JsonModule
local module
return module
