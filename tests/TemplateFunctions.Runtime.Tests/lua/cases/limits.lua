-- Refusals that a script can catch, and that leave it as it was.
local ok, e = pcall(string.rep, 'x', 1 << 40)
assert(not ok and e:find('too large'), e)
ok, e = pcall(function()
  local s = ('x'):rep(1 << 20)
  return s .. s .. s .. s .. s
end)
assert(not ok and e:find('not enough memory'), e)
ok, e = pcall(function()
  local t = {}
  for i = 1, 17000 do t['k' .. i] = true end
end)
assert(not ok and e:find('not enough memory'), e)
ok, e = pcall(function()
  local t = {}
  for i = 1, 600000 do t[i] = i end
end)
assert(not ok and e:find('not enough memory'), e)
local fits = {}
for i = 1, 16000 do fits['k' .. i] = true end
for i = 1, 200000 do fits[i] = i end
fits = nil

-- load: text only, bounded
local f, why = load('--' .. ('x'):rep(256 << 10))
assert(f == nil and why:find('larger than 262144 bytes', 1, true), why)
local n = 0
f, why = load(function()
  n = n + 1
  return (' '):rep(1000)
end)
assert(f == nil and why:find('larger than') and n < 300, why)
f, why = load('return (')
assert(f == nil and why:find('^load:1:'), why)
f, why = load('x =', 'my chunk')
assert(f == nil and why:find('^my chunk:1:'), why)
f, why = load('\27Lua')
assert(f == nil and why:find('binary'), why)
f, why = load(('('):rep(300) .. '1' .. (')'):rep(300))
assert(f == nil, why)
assert(load('return ...', 'c', 't')(5) == 5 and load('return a', 'c', nil, { a = 1 })() == 1)
assert(not pcall(load('return a', 'c', 't', nil)), 'an environment of nil is nil')
assert(not pcall(load, nil) and not pcall(load, {}))

-- 10,000 tasks at most
local count = 0
ok, e = pcall(function()
  for i = 1, 20000 do
    task.delay(1000, print)
    count = count + 1
  end
end)
assert(not ok and e:find('too many tasks') and e:find('TF3006'), e)
assert(count > 9900 and count <= 10000, count)
return true
