-- require: the template's own files (cached per template by absolute path) and the host's modules.
local T = ...
local H, error, rawtype, isolates, crun, cy, WAIT, rawpcall = T.H, T.error, T.rawtype, T.isolates, T.crun, T.cy, T.WAIT, T.rawpcall

-- Whether a coroutine that loads a module can still end: its run goes on and nobody has cancelled it.
local function loads(loader) return loader and H.runalive(loader.run) and H.status(loader.thread) ~= 'dead' end

return function(env)
  local isolate = isolates[env]
  local luau, other = H.isluau(isolate), nil
  -- A file in the language that the entry file is not in has the libraries of its own.
  local function globalsof(path)
    if H.isluau(isolate, path) == luau then return env end
    if not other then
      local globals = T.newglobals(not luau)
      globals._G = env
      other = T.rawsetmetatable(globals, T.environment(not luau, env))
    end
    return other
  end
  local loaded, loading = {}, {}
  -- The module that a coroutine is loading: who requires when "return require(...)" has left no frame to tell.
  local current = T.rawsetmetatable({}, T.weak)

  -- Loads the module, unless another coroutine was quicker to say that it does. The claim stands until the caller takes it back.
  local function attempt(path, me, claim, before)
    if H.swap(loading, path, before, claim) ~= claim then return nil, true end
    local value = loaded[path]
    if value ~= nil then return value end
    local e, chunk = H.compile(isolate, path, globalsof(path))
    if e then error(e, 0) end
    current[me] = path
    value = chunk()
    if value == nil then value = true end
    loaded[path] = value
    return value
  end

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
    local claim, outer = { thread = me, run = H.run() }, current[me]
    local ok, result, late
    repeat
      local loader = loading[path]
      while loads(loader) do
        if loader.thread == me then error("module '" .. path .. "' requires itself [TF2004]", 2) end
        local e = H.awaitmodule()
        if e then error(e, 2) end
        -- Who ended before this one stood in line has woken nobody.
        if not loads(loading[path]) then H.moduleloaded() end
        cy(WAIT)
        loader = loading[path]
      end
      value = loaded[path]
      if value ~= nil then return value end
      ok, result, late = rawpcall(attempt, path, me, claim, loader)
      current[me] = outer
      if loading[path] == claim then
        loading[path] = nil
        H.moduleloaded()
      end
    until not late
    if ok then return result end
    T.check()
    error(result, 0)
  end
end
