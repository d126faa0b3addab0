-- Ordinary programs with everything in them; each compares two ways to the same result.
local function sieve(n)
  local composite, primes = {}, {}
  for i = 2, n do
    if not composite[i] then
      primes[#primes + 1] = i
      for j = i * i, n, i do composite[j] = true end
    end
  end
  return primes
end
assert(#sieve(20000) == 2262)

local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b) return setmetatable({ x = a.x + b.x, y = a.y + b.y }, Vector) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y end
Vector.__lt = function(a, b) return a.x < b.x or a.x == b.x and a.y < b.y end
Vector.__tostring = function(v) return '(' .. v.x .. ',' .. v.y .. ')' end
Vector.__concat = function(a, b) return tostring(a) .. tostring(b) end
Vector.__call = function(v, k) return v.x * k end
Vector.__len = function(v) return v.x + v.y end
Vector.__idiv = function(v, k) return v.x // k end
local function V(x, y) return setmetatable({ x = x, y = y }, Vector) end
local sum = V(0, 0)
for i = 1, 3000 do sum = sum + V(i, -i) end
assert(sum == V(4501500, -4501500) and #sum == 0 and tostring(sum) == '(4501500,-4501500)' and sum(2) == 9003000 and sum // 2 == 2250750)
assert(V(1, 2) .. V(3, 4) == '(1,2)(3,4)')

-- sorting with a comparator, objects, and stability of the result
local list, seed = {}, 7
for i = 1, 700 do
  seed = (seed * 1103515245 + 12345) % 2147483648
  list[i] = V(seed % 50, i)
end
table.sort(list)
for i = 2, #list do assert(not (list[i] < list[i - 1])) end
table.sort(list, function(a, b) return b < a end)
for i = 2, #list do assert(not (list[i - 1] < list[i])) end
assert(pcall(table.sort, list, function() return true end))

-- strings
local text = ('the quick brown fox '):rep(200)
local counts = {}
text:gsub('%a+', function(w) counts[w] = (counts[w] or 0) + 1 end)
assert(counts.quick == 200 and select(2, text:gsub('o', '0')) == 400)
local swapped = text:gsub('(%a+) (%a+)', '%2 %1')
assert(#swapped == #text and swapped:sub(1, 9) == 'quick the')
local parts = {}
for w in text:gmatch('%S+') do parts[#parts + 1] = w:upper():reverse():lower() end
assert(#parts == 800 and parts[2] == 'kciuq')
local built = ''
for i = 1, 500 do built = built .. string.char(97 + i % 26) .. ('%03d'):format(i) end
assert(#built == 2000 and built:sub(-4) == 'g500')
local bytes = 0
for i = 1, #built do bytes = bytes + built:byte(i) end
local again = 0
for _, c in utf8.codes(built) do again = again + c end
assert(bytes == again)
assert(text:gsub('quick', { quick = 'slow' }):find('slow') == 5)
assert(('x'):rep(10, '-') == 'x-x-x-x-x-x-x-x-x-x')

-- closures, upvalues, goto, varargs, integer and float arithmetic
local makers = {}
for i = 1, 100 do
  local n = i
  makers[i] = function(d) n = n + d return n end
end
for r = 1, 5 do for i = 1, 100 do makers[i](r) end end
assert(makers[10](0) == 25)
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
assert(fib(18) == 2584)
local function count(...) local c = 0 for i = 1, select('#', ...) do if select(i, ...) then c = c + 1 end end return c end
assert(count(1, nil, false, 2, nil) == 2)
do
  local i = 0
  ::top::
  i = i + 1
  if i < 3000 then goto top end
  assert(i == 3000)
end
assert(7 // 2 == 3 and -7 // 2 == -4 and 7 % -3 == -2 and 2 ^ 10 == 1024.0 and 1 << 62 > 0 and math.maxinteger + 1 == math.mininteger)

-- close variables in order, also past errors and in loops
local order = {}
local function closer(name) return setmetatable({}, { __close = function(_, e) order[#order + 1] = name .. tostring(e):sub(-1) end }) end
for i = 1, 50 do
  local ok = pcall(function()
    local a <close> = closer('a')
    local b <close> = closer('b')
    if i % 2 == 0 then error('x', 0) end
  end)
  assert(ok == (i % 2 == 1))
end
assert(#order == 100 and order[1] == 'bl' and order[2] == 'al' and order[3] == 'bx' and order[4] == 'ax')
local function iterator(n)
  local closed = closer('c')
  return function(_, i) if i < n then return i + 1 end end, nil, 0, closed
end
for i in iterator(10) do if i == 5 then break end end
assert(order[#order] == 'cl')

-- pairs over metatables, rawequal, next while clearing
local proxy = setmetatable({}, { __pairs = function() return function(_, k) k = (k or 0) + 1 if k <= 30 then return k, k * k end end, nil, nil end })
local total = 0
for _, v in pairs(proxy) do total = total + v end
assert(total == 9455)
local big = {}
for i = 1, 3000 do big['k' .. i] = i end
local n = 0
for k in pairs(big) do big[k] = nil n = n + 1 end
assert(n == 3000 and next(big) == nil)

-- errors travel through many levels and keep their value
local function deep(n) if n == 0 then error({ depth = 'bottom' }) end local r = deep(n - 1) return r end
for i = 1, 20 do
  local ok, e = pcall(deep, 50)
  assert(not ok and e.depth == 'bottom')
end
local ok, e = pcall(function() local t = setmetatable({}, { __index = function(_, k) error('no ' .. k, 2) end }) return t.field end)
assert(e:find('no field'))

-- load in own environments
local env = { out = {} }
for i = 1, 50 do load('out[#out + 1] = ' .. i .. ' * 2', 'piece', 't', env)() end
assert(#env.out == 50 and env.out[50] == 100 and out == nil)
return true
