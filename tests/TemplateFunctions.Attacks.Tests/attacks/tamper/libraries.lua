-- Changes every library table and the string methods; the canaries look afterwards.
-- expect: held
local evt, ctx = ...
for _, name in ipairs { 'string', 'table', 'math', 'utf8', 'coroutine', 'task', 'os', 'debug', 'bit32', 'buffer', 'vector' } do
  local lib = _G[name]
  for k in pairs(lib) do lib[k] = function() return 'PWNED' end end
  rawset(lib, 'new', 1)
  setmetatable(lib, { __index = function() return 'PWNED' end })
end
local set = rawset
for k in pairs(_G) do if k ~= 'assert' and k ~= 'pcall' and k ~= '_G' and k ~= 'error' and k ~= 'require' then set(_G, k, nil) end end
assert(('x'):rep(2) == 'xx')
return 'held'
