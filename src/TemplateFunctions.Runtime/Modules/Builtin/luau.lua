-- @antiraid/luau: load(code) makes a chunk with an environment of its own.
local _, T = ...
local H, error, rawtype = T.H, T.error, T.rawtype
local limit = T.H.sourcelimit()

local methods = {}

function methods.call(self, ...)
  local env = self.environment
  if env == nil then env = T.newenvironment(0) end
  local name = rawtype(self.chunk_name) == 'string' and self.chunk_name or 'chunk'
  local e, f = H.load(self.code, name, env)
  if e then error(e, 2) end
  return f(...)
end

methods.call_async = methods.call

return {
  load = function(code)
    if rawtype(code) ~= 'string' then error("bad argument #1 to 'load' (string expected)", 2) end
    if #code > limit then error('source is larger than ' .. limit .. ' bytes [TF3012]', 2) end
    return T.setmetatable({ code = code }, { __index = T.freeze(methods), __metatable = false, __type = 'Chunk' })
  end,
}
