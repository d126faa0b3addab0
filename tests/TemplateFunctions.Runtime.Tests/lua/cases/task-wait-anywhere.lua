-- task.wait works across pcall, xpcall, metamethods, iterators, close variables and sorts; values get through.
local function slow(...)
  task.wait()
  return ...
end

local r = table.pack(pcall(slow, 1, nil, 3))
assert(r.n == 4 and r[1] and r[2] == 1 and r[4] == 3)
local ok, e = pcall(function()
  task.wait()
  error({ code = 5 })
end)
assert(not ok and e.code == 5)
ok, e = pcall(function()
  task.wait()
  local x = nil
  return x.y
end)
assert(not ok and e:find('init.lua:17:', 1, true), e)
r = table.pack(xpcall(function()
  task.wait()
  error('late')
end, function(m)
  task.wait()
  return 'handled ' .. m:match('late$')
end))
assert(r[1] == false and r[2] == 'handled late')

local meta = setmetatable({}, {
  __index = function(_, k) return slow(k .. '!') end,
  __newindex = function(t, k, v) rawset(t, k, slow(v) * 2) end,
  __add = function(_, b) return slow(b + 1) end,
  __call = function(_, ...) return slow(select('#', ...)) end,
  __eq = function() return slow(true) end,
  __lt = function() return slow(true) end,
  __le = function() return slow(false) end,
  __concat = function(_, s) return slow('<' .. tostring(s) .. '>') end,
  __len = function() return slow(77) end,
  __unm = function() return slow('minus') end,
  __tostring = function() return slow('text') end,
  __close = function() slow() end,
  __pairs = function() return function(_, k) if not k then return slow(1, 'one') end end, {}, nil end,
})
assert(meta.name == 'name!')
meta.v = 21
assert(rawget(meta, 'v') == 42)
assert(meta + 1 == 2 and meta(1, nil) == 2 and meta == setmetatable({}, getmetatable(meta)))
assert(meta < meta and not (meta <= meta) and meta .. 'x' == '<x>' and #meta == 77 and -meta == 'minus' and tostring(meta) == 'text')
do
  local c <close> = meta
end
for k, v in pairs(meta) do assert(k == 1 and v == 'one') end
assert(('%s|%s'):format(meta, 1) == 'text|1')

local list = { 5, 3, 9, 1 }
table.sort(list, function(a, b) return slow(a < b) end)
assert(table.concat(list, ',') == '1,3,5,9')
assert(('a-b-c'):gsub('%a', function(c) return slow(c:upper()) end) == 'A-B-C')
local n = 0
for w in ('x y z'):gmatch('%a') do
  task.wait()
  n = n + #w
end
assert(n == 3)
for i, v in ipairs(setmetatable({}, { __index = function(_, i) return slow(i < 4 and i or nil) end })) do n = n + v end
assert(n == 9)

-- an error raised while another coroutine waits goes to its own caller only
local results = {}
for i = 1, 10 do
  task.spawn(function()
    results[i] = select(2, pcall(function()
      task.wait(i % 3 / 1000)
      error('e' .. i, 0)
    end))
  end)
end
task.wait(0.05)
for i = 1, 10 do assert(results[i] == 'e' .. i) end

-- a coroutine that waits for the host leaves its resumer at once and goes on by itself
local state = {}
local co = coroutine.create(function(a)
  state[1] = a
  task.wait(0.01)
  state[2] = 'after'
  return 'unseen'
end)
assert(select('#', coroutine.resume(co, 'in')) == 1)
assert(state[1] == 'in' and coroutine.status(co) == 'suspended')
local can, why = coroutine.resume(co)
assert(can == false and why:find('waits for the host'), why)
can, why = pcall(coroutine.close, co)
assert(not can and why:find('task.cancel', 1, true), why)
can, why = pcall(task.spawn, co)
assert(not can and why:find('waits'), why)
task.wait(0.05)
assert(state[2] == 'after' and coroutine.status(co) == 'dead')
return true
