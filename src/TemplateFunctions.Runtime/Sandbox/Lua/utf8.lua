-- utf8.*: stock; what reads a whole string gives the thread away before long ones.
-- T must hold: utf8 (stock), string (stock), error, rawtype, rawpcall, copy, check (see string.lua).
local T = ...
local error, rawtype, rawpcall, check, replace = T.error, T.rawtype, T.rawpcall, T.check, T.string.gsub
local lib = T.copy(T.utf8)

local function result(name, ok, ...)
  if ok then return ... end
  local e = ...
  if rawtype(e) == 'string' then e = replace(e, "^(bad argument #%d+ to )'[^']*'", "%1'" .. name .. "'") end
  error(e, 2)
end

local function guard(name)
  local f = lib[name]
  lib[name] = function(s, ...)
    if rawtype(s) == 'string' and #s > 4096 then check() end
    return result(name, rawpcall(f, s, ...))
  end
end

lib.char = function(...) return T.library('string_more').utf8char(...) end
guard('len')
guard('offset')
guard('codepoint')
guard('codes')

return lib
