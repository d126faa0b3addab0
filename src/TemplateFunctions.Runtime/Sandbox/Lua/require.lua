-- require: the template's own files (cached per template by absolute path) and the host's modules.
local T = ...
local H, error, rawtype, isolates, crun, cy, WAIT = T.H, T.error, T.rawtype, T.isolates, T.crun, T.cy, T.WAIT

-- Whether a coroutine that loads a module can still end: its run goes on and nobody has cancelled it.
local function loads(loader) return loader and H.runalive(loader.run) and H.status(loader.thread) ~= 'dead' end

return function(env)
  local isolate = isolates[env]
  local luau, other = H.isluau(isolate), nil
  -- A file in the language that the entry file is not in has the libraries of its own.
  local function globalsof(path)
    if H.isluau(isolate, path) == luau then return env end
    if not other then
      other = T.newglobals(not luau)
      other._G = env
      T.rawsetmetatable(other, T.environment(not luau, env))
    end
    return other
  end
  local loaded, loading = {}, {}
  -- The module that a coroutine is loading: who requires when "return require(...)" has left no frame to tell.
  local current = T.rawsetmetatable({}, T.weak)
  return function(name)
    if rawtype(name) ~= 'string' then error("bad argument #1 to 'require' (string expected)", 2) end
    local me = crun()
    local refusal, path, host = H.resolve(isolate, name, current[me])
    if refusal then error(refusal, 2) end
    if host then
      T.library('context')
      return T.module(path)
    end
    local value = loaded[path]
    if value ~= nil then return value end
    while loads(loading[path]) do
      if loading[path].thread == me then error("module '" .. path .. "' requires itself [TF2004]", 2) end
      local e = H.awaitmodule()
      if e then error(e, 2) end
      cy(WAIT)
    end
    value = loaded[path]
    if value ~= nil then return value end
    local e, chunk = H.compile(isolate, path, globalsof(path))
    if e then error(e, 0) end
    loading[path] = { thread = me, run = H.run() }
    local outer = current[me]
    current[me] = path
    local ok, result = T.pcall(chunk)
    current[me], loading[path] = outer, nil
    if ok and result == nil then result = true end
    if ok then loaded[path] = result end
    H.moduleloaded()
    if not ok then error(result, 0) end
    return result
  end
end
