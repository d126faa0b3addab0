-- load without an environment, with nil, and with another one: never the globals of the state.
-- expect: held
assert(load('return _ENV')() == _G and load('return _G')() == _G)
assert(load('return _ENV', 'n', 't', nil)() == nil)
local mine = {}
assert(load('return _ENV', 'n', 't', mine)() == mine)
assert(load('x = 1', 'n', 't', mine) and x == nil)
local chunk = require('@antiraid/luau').load('return _G, _ENV, string.rep, debug.sethook')
local g, e, rep, hook = chunk:call()
assert(g == e and g ~= _G and hook == nil and g.luanet == nil)
return 'held'
