-- debug.*: a capped traceback and where a function or level is, nothing else.
local T = ...
local H, traces, crun = T.H, T.library('xpcall').traces, T.crun
return {
  traceback = function(a, b) return T.finish(H.traceback(traces[crun()], a, b)) end,
  info = function(...) return T.finish(H.info(...)) end,
}
