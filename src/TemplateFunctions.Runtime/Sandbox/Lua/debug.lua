-- debug.*: a capped traceback and where a function or level is, nothing else.
local T = ...
local H, error = T.H, T.error
return {
  traceback = function(a, b, c) return T.finish(H.traceback(a, b, c)) end,
  info = function(...) return T.finish(H.info(...)) end,
}
