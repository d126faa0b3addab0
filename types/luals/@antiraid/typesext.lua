---@meta
-- Generated from the description in code; do not edit.
-- 64-bit integers, which numbers cannot hold exactly.
---@type TypesExtModule
local module
return module
