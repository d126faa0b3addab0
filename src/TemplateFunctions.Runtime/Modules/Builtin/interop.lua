-- @antiraid/interop: what a template needs to say what JSON cannot tell from a Lua table.
local functions, T = ...
return {
  null = T.H.null(),
  array_metatable = T.arraytable,
  memusage = functions.memusage,
  memory_limit = function() return T.H.memorylimit() end,
}
