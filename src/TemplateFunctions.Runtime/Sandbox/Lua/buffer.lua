-- buffer.*: a block of bytes with bounds, counted in the VM's memory. The bytes live in a userdata that C# reads and writes.
local T = ...
local H, error, finish = T.H, T.error, T.finish
local meta = { __metatable = false, __type = 'buffer', __newindex = T.readonly }
T.typenames[meta] = 'buffer'

local function op(name) return function(...) return finish(H.buffer(name, meta, ...)) end end

local lib = {}
for _, name in T.ipairs {
  'create', 'fromstring', 'tostring', 'len', 'copy', 'fill', 'readstring', 'writestring', 'readbits', 'writebits',
  'readi8', 'readu8', 'readi16', 'readu16', 'readi32', 'readu32', 'readf32', 'readf64',
  'writei8', 'writeu8', 'writei16', 'writeu16', 'writei32', 'writeu32', 'writef32', 'writef64',
} do
  lib[name] = op(name)
end
return lib
