-- The functions of stock Lua that reach files, processes, memory or other states.
-- expect: held
for _, name in ipairs { 'io', 'package', 'dofile', 'loadfile', 'loadstring', 'module', 'warn', 'jit', 'ffi' } do assert(_G[name] == nil, name) end
for _, name in ipairs { 'execute', 'exit', 'getenv', 'remove', 'rename', 'tmpname', 'setlocale' } do assert(os[name] == nil, name) end
for _, name in ipairs { 'sethook', 'gethook', 'getregistry', 'getupvalue', 'setupvalue', 'upvaluejoin', 'upvalueid', 'getlocal', 'setlocal', 'getmetatable', 'setmetatable', 'getuservalue', 'setuservalue', 'debug', 'getinfo' } do
  assert(debug[name] == nil, name)
end
assert(string.dump == nil)
for _, what in ipairs { 'stop', 'restart', 'collect', 'step', 'generational', 'incremental', 'setpause', 'isrunning' } do assert(not pcall(collectgarbage, what), what) end
return 'held'
