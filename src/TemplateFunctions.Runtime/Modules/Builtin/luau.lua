-- @antiraid/luau: load(code) makes a chunk with an environment of its own.
local _, T = ...
local error, rawtype, rawload = T.error, T.rawtype, T.rawload
local limit = T.H.sourcelimit()

local methods = {}

function methods.call(self, ...)
  local env = self.environment
  if env == nil then env = T.newenvironment(0) end
  local name = rawtype(self.chunk_name) == 'string' and self.chunk_name or 'chunk'
  local f, e = rawload(self.code, '=' .. name, 't', env)
  if not f then error(e, 2) end
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
