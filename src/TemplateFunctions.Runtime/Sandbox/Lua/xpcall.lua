-- xpcall: its handler runs after the stack was unwound, where it may yield; the stack of the error is kept for debug.traceback.
local T = ...
local H, error, rawtype, rawpcall, rawxpcall, check, crun = T.H, T.error, T.rawtype, T.rawpcall, T.rawxpcall, T.check, T.crun
local killed, KILL = H.killed, T.KILL

-- The stack of an error as it was before it was unwound, by coroutine, while the handler runs.
local traces = T.rawsetmetatable({}, T.weak)

local function handled(c, outer, ok, answer)
  traces[c] = outer
  if not ok and killed() then error(KILL, 0) end
  return false, answer
end

local function xret(h, ok, ...)
  if ok then return true, ... end
  local trace, c = H.keptrace(), crun()
  check()
  local outer = traces[c]
  traces[c] = trace
  return handled(c, outer, rawpcall(h, ...))
end

return {
  traces = traces,
  xpcall = function(f, h, ...)
    if rawtype(h) ~= 'function' then error("bad argument #2 to 'xpcall' (function expected)", 2) end
    return xret(h, rawxpcall(f, H.keeptrace, ...))
  end,
}
