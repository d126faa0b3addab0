-- Globals, environments and modules of another template of the guild.
-- expect: held
local evt, ctx = ...
leaked = 'x'
_G.known = 1
for k, v in pairs(ctx.store) do ctx.store[k] = nil end
local env = setmetatable({}, { __index = _G })
load('string = nil table = nil x = 1', 'n', 't', env)()
assert(string and table)
return 'held'
