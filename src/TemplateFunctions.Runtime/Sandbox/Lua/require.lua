-- require: the template's own files (cached per template by absolute path) and the host's modules.
local T = ...
local H, error, rawtype, isolates, crun = T.H, T.error, T.rawtype, T.isolates, T.crun

return function(env)
  local isolate = isolates[env]
  local loaded, loading = {}, {}
  return function(name)
    if rawtype(name) ~= 'string' then error("bad argument #1 to 'require' (string expected)", 2) end
    local refusal, path, host = H.resolve(isolate, name)
    if refusal then error(refusal, 2) end
    if host then
      T.library('context')
      return T.module(path)
    end
    local value = loaded[path]
    if value ~= nil then return value end
    local me = crun()
    while loading[path] and H.runalive(loading[path].run) do
      if loading[path].thread == me then error("module '" .. path .. "' requires itself", 2) end
      T.library('task').wait()
    end
    value = loaded[path]
    if value ~= nil then return value end
    local e, chunk = H.compile(isolate, path, env)
    if e then error(e, 0) end
    loading[path] = { thread = me, run = H.run() }
    local ok, result = T.pcall(chunk)
    loading[path] = nil
    if not ok then error(result, 0) end
    if result == nil then result = true end
    loaded[path] = result
    return result
  end
end
