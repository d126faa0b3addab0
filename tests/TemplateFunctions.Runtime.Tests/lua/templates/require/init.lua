-- require over the template's own files.
local a = require('./a')
assert(a.name == 'a' and require('./a') == a and require('./lib/../a') == a and require('@self/a') == a and require('././a') == a and require('./a.lua') == a)
assert(a.b.name == 'b' and a.b == require('./lib/b'))
assert(require('./lib').name == 'lib/init' and require('./lib/init') == require('./lib'))
assert(require('./lib').me == require('./lib/b') and require('./lib').beside == a and require('./lib').inside:find("did you mean '@self/b'?", 1, true))
assert(require('./lib/b').deep.name == 'deep' and require('./lib/b').deep.up == a)
assert(require('./both').kind == 'luau', 'a .luau file comes before a .lua file')

-- aliases of .luaurc, the nearest one first
assert(require('@tools/b') == a.b and require('@one') == a and require('./alias/user') == 'inner' and require('@case/b') == a.b)

-- what a module may return
assert(require('./returns/nothing') == true and require('./returns/false') == false and require('./returns/string') == 'text')
_G.loads = 0
for i = 1, 3 do require('./returns/counter') end
assert(_G.loads == 1 and select('#', require('./returns/counter')) == 1)

-- refusals
local function refused(name, ...)
  local ok, e = pcall(require, name)
  assert(not ok, 'not refused: ' .. tostring(name))
  for _, part in ipairs({ ... }) do assert(tostring(e):find(part, 1, true), tostring(e) .. ' lacks ' .. part) end
  return e
end
refused('./nothing', "module './nothing' does not exist", 'TF2003')
refused('./sharde', "did you mean 'shared'?")
refused('a', "a name starts with './', '../' or '@'")
refused('@antiraid/interopp', "did you mean '@antiraid/interop'?", 'TF2003')
refused('@unknown/x', "module '@unknown/x' does not exist")
refused('../a', 'outside the template')
refused('./../a', 'outside the template')
refused('@self/../a', 'outside the template')
refused('./lib/../../a', 'outside the template')
refused('@tools/../../../a', 'TF2003')
refused('@out/a', 'TF2003')
refused('', 'does not exist')
refused('/etc/passwd', 'does not exist')
refused('./.luaurc', 'does not exist')
refused('./data.json', 'does not exist')
refused('./a\0', 'does not exist')
refused('./cyc/first', 'requires itself', 'TF2004')
refused('./cyc/self', 'requires itself')
for _, wrong in ipairs({ 5, {}, print }) do refused(wrong, "bad argument #1 to 'require' (string expected)") end
refused(nil, 'string expected')

-- errors inside modules: as they are, and the module can be tried again
assert(refused('./bad/raises', 'bad/raises.lua:2: on purpose'))
assert(refused('./bad/raises', 'bad/raises.lua:2: on purpose'))
refused('./bad/syntax', 'bad/syntax.lua:3:')
refused('./bad/luau', 'bad/luau.luau:2:')
assert(refused('./bad/value') == require('./shared'))
_G.fail_once = true
refused('./bad/once', 'first time')
assert(require('./bad/once') == 'second time')

-- modules may wait; several that want one at once get one
local got = {}
for i = 1, 5 do task.spawn(function() got[i] = require('./slow') end) end
assert(next(got) == nil)
local mine = require('./slow')
repeat task.wait() until #got == 5
for i = 1, 5 do assert(got[i] == mine) end
assert(_G.slow_loads == 1)

-- a loader that is cancelled in the middle is taken over, one that fails too
local loader = task.spawn(require, './stuck')
local waiter = task.spawn(function() got.stuck = require('./stuck') end)
task.wait(0.01)
assert(got.stuck == nil)
_G.unstuck = true
task.cancel(loader)
repeat task.wait(0.01) until got.stuck
assert(got.stuck == 'unstuck')
task.spawn(function() got.e1 = select(2, pcall(require, './bad/late')) end)
task.spawn(function() got.e2 = select(2, pcall(require, './bad/late')) end)
repeat task.wait(0.01) until got.e1 and got.e2
assert(got.e1:find('late failure') and got.e2:find('late failure'))

-- globals of a module are the template's
assert(require('./sets_global') == nil or set_by_module == 5)
assert(set_by_module == 5)
return true
