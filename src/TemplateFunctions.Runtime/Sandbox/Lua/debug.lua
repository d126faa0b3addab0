-- debug.*: a capped traceback and where a function or level is, nothing else.
local T = ...
local H, traces, crun = T.H, T.library('xpcall').traces, T.crun
return {
  traceback = function(a, b, c) return T.finish(H.traceback(traces[crun()], a, b, c)) end,
  info = function(...) return T.finish(H.info(...)) end,
}
