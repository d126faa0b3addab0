---@meta
-- Generated from the description in code; do not edit.
-- What JSON cannot tell from a Lua table, and figures of the VM.
---@type InteropModule
local module
return module
