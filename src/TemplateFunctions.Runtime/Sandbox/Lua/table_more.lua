-- The part of table.* that works through metamethods, which may yield, our own sort, and Luau's additions.
-- T must hold: table (stock), math (stock), error, select, rawtype, rawget, rawset, rawnext, getmetatable, setmetatable (refuses __gc),
-- pairs, library, metafield, shadows (contents of frozen tables), standins (see frozen.lua), luau (whether the running template is Luau), tostring.
-- Gives a function that takes two functions of table.lua.
local T = ...
local error, rawtype, getmt = T.error, T.rawtype, T.getmetatable
local tointeger, sunpack = T.math.tointeger, T.table.unpack
local MOST <const>, RESULTS <const> = 1000000, 100000
local ints = T.library('numbers').int
local stock, plain
local lib = {}

-- Helpers raise in the caller of the library function that called them.
local function tab(t, name, at)
  local k = rawtype(t)
  if k ~= 'table' and (k ~= 'userdata' or getmt(t) == nil) then
    error('bad argument #' .. (at or 1) .. " to '" .. name .. "' (table expected, got " .. k .. ')', 3)
  end
end

local function int(v, default, at, name)
  if v == nil and default then return default end
  local n = ints[v]
  if n then return n end
  local problem = 'number expected, got ' .. rawtype(v)
  if rawtype(v) == 'number' then problem = 'number has no integer representation' end
  error('bad argument #' .. at .. " to '" .. name .. "' (" .. problem .. ')', 3)
end

local function size(t)
  local n = #t
  if T.math.type(n) == 'integer' then return n end
  return tointeger(n) or error('object length is not an integer', 3)
end

function lib.insert(t, ...)
  tab(t, 'insert')
  local e, c, at, v = size(t) + 1, T.select('#', ...), ...
  if c == 1 then
    t[e] = at
    return
  end
  if c ~= 2 then error("wrong number of arguments to 'insert'", 2) end
  at = int(at, nil, 2, 'insert')
  if at < 1 or at > e then error("bad argument #2 to 'insert' (position out of bounds)", 2) end
  for i = e, at + 1, -1 do t[i] = t[i - 1] end
  t[at] = v
end

function lib.remove(t, at)
  tab(t, 'remove')
  local n = size(t)
  at = int(at, n, 2, 'remove')
  if at ~= n and (at < 1 or at - 1 > n) then error("bad argument #2 to 'remove' (position out of bounds)", 2) end
  local v = t[at]
  for i = at, n - 1 do t[i] = t[i + 1] end
  t[at < n and n or at] = nil
  return v
end

function lib.concat(t, separator, i, j)
  tab(t, 'concat')
  local n, kind = size(t), rawtype(separator)
  if separator ~= nil and kind ~= 'string' and kind ~= 'number' then
    error("bad argument #2 to 'concat' (string expected, got " .. kind .. ')', 2)
  end
  local luau = T.luau()
  i, j = int(i, 1, 3, 'concat'), int(j, n, 4, 'concat')
  if j >= i and (j - i < 0 or j - i >= MOST) then error('too many elements to concat', 2) end
  local parts = {}
  for k = i, j do
    local v = t[k]
    kind = rawtype(v)
    if kind ~= 'string' and kind ~= 'number' then
      error('invalid value (' .. kind .. ') at index ' .. k .. " in table for 'concat'", 2)
    end
    if luau and kind == 'number' then v = T.tostring(v) end
    parts[k - i + 1] = v
  end
  return stock('concat', #parts, nil, parts, separator)
end

function lib.unpack(t, i, j)
  local kind = rawtype(t)
  if kind ~= 'table' and getmt(t) == nil then error('attempt to get length of a ' .. kind .. ' value', 2) end
  i = int(i, 1, 2, 'unpack')
  if j == nil then j = size(t) else j = int(j, nil, 3, 'unpack') end
  if i > j then return end
  if j - i < 0 or j - i >= RESULTS then error('too many results to unpack', 2) end
  if plain(t) then return stock('unpack', j - i, nil, t, i, j) end
  local r = {}
  for k = i, j do r[k - i + 1] = t[k] end
  return sunpack(r, 1, j - i + 1)
end

function lib.move(a, f, e, t, b)
  f, e, t = int(f, nil, 2, 'move'), int(e, nil, 3, 'move'), int(t, nil, 4, 'move')
  tab(a, 'move')
  if b == nil then b = a else tab(b, 'move', 5) end
  if e < f then return b end
  local n = e - f + 1
  if n <= 0 or n > MOST then error("bad argument #3 to 'move' (too many elements to move)", 2) end
  if t > T.math.maxinteger - n + 1 then error("bad argument #4 to 'move' (destination wrap around)", 2) end
  if plain(a) and plain(b) then return stock('move', n, b, a, f, e, t, b) end
  if t > e or t <= f or a ~= b then
    for i = 0, n - 1 do b[t + i] = a[f + i] end
  else
    for i = n - 1, 0, -1 do b[t + i] = a[f + i] end
  end
  return b
end

local function less(x, y) return x < y end

-- For values of several types: says in the script's name what cannot be compared.
local function compare(x, y)
  local p, q = rawtype(x), rawtype(y)
  if p == q and (p == 'number' or p == 'string') or p ~= 'string' and getmt(x) ~= nil or q ~= 'string' and getmt(y) ~= nil then
    return x < y
  end
  if p == q then error('attempt to compare two ' .. p .. ' values', 3) end
  error('attempt to compare ' .. p .. ' with ' .. q, 3)
end

-- The type that all n values have in common, and whether the stock sort takes but a moment for them.
local function uniform(a, n)
  local kind, short = rawtype(a[1]), n <= 4096
  if kind ~= 'number' and kind ~= 'string' then return nil end
  for i = 1, n do
    local v = a[i]
    if rawtype(v) ~= kind or v ~= v then return nil end
    if short and kind == 'string' and #v > 256 then short = false end
  end
  return kind, short
end

-- A merge sort: stable, at most n log n comparisons whatever the comparator answers. The table changes when all is done.
function lib.sort(t, lt)
  tab(t, 'sort')
  local n = size(t)
  if n > MOST then error("bad argument #1 to 'sort' (array too big)", 2) end
  if lt ~= nil and rawtype(lt) ~= 'function' then
    error("bad argument #2 to 'sort' (function expected, got " .. rawtype(lt) .. ')', 2)
  end
  if n < 2 then return end
  local a, b, width = {}, {}, 8
  for i = 1, n do a[i] = t[i] end
  if lt == nil then
    local kind, short = uniform(a, n)
    if short then
      T.table.sort(a)
      width = n
    end
    lt = kind and less or compare
  end
  if width == 8 then
    for low = 1, n, 8 do
      for i = low + 1, low + 7 < n and low + 7 or n do
        local v, j = a[i], i - 1
        while j >= low and lt(v, a[j]) do
          a[j + 1] = a[j]
          j = j - 1
        end
        a[j + 1] = v
      end
    end
  end
  while width < n do
    for low = 1, n, 2 * width do
      local middle, high = low + width, low + 2 * width
      if middle > n + 1 then middle = n + 1 end
      if high > n + 1 then high = n + 1 end
      local x, y = low, middle
      for k = low, high - 1 do
        if y >= high or x < middle and not lt(a[y], a[x]) then
          b[k] = a[x]
          x = x + 1
        else
          b[k] = a[y]
          y = y + 1
        end
      end
    end
    a, b, width = b, a, 2 * width
  end
  for i = 1, n do t[i] = a[i] end
end

-- Luau's additions.
local function mustbetable(t, name)
  if rawtype(t) ~= 'table' then
    error("bad argument #1 to '" .. name .. "' (table expected, got " .. rawtype(t) .. ')', 3)
  end
end

function lib.find(t, value, from)
  tab(t, 'find')
  local i = int(from, 1, 3, 'find')
  if i < 1 then error("bad argument #3 to 'find' (index out of range)", 2) end
  while true do
    local v = t[i]
    if v == nil then return nil end
    if v == value then return i end
    i = i + 1
  end
end

function lib.create(n, value)
  n = int(n, nil, 1, 'create')
  if n < 0 or n > MOST then error("bad argument #1 to 'create' (size out of range)", 2) end
  local t = {}
  if value ~= nil then
    for i = 1, n do t[i] = value end
  end
  return t
end

function lib.clear(t)
  mustbetable(t, 'clear')
  if T.shadows[t] then error('attempt to modify a readonly table', 2) end
  for k in T.rawnext, t do T.rawset(t, k, nil) end
end

function lib.clone(t)
  mustbetable(t, 'clone')
  local r, m, content = {}, getmt(t), T.shadows[t]
  for k, v in T.rawnext, content or t do r[k] = v end
  if not content and T.metafield(t, '__metatable') ~= nil and not (T.standins.any and T.library('frozen').stands(t)) then
    error("bad argument #1 to 'clone' (table has a protected metatable)", 2)
  end
  if m then T.setmetatable(r, m) end
  return r
end

function lib.maxn(t)
  mustbetable(t, 'maxn')
  local most = 0
  for k in T.rawnext, T.shadows[t] or t do
    if rawtype(k) == 'number' and k > most then most = k end
  end
  return most
end

function lib.freeze(t) return T.library('frozen').freeze(t) end

function lib.isfrozen(t)
  mustbetable(t, 'isfrozen')
  return T.shadows[t] ~= nil
end

function lib.getn(t)
  mustbetable(t, 'getn')
  return #t
end

function lib.foreach(t, f)
  mustbetable(t, 'foreach')
  for k, v in T.pairs(t) do
    local r = f(k, v)
    if r ~= nil then return r end
  end
end

function lib.foreachi(t, f)
  mustbetable(t, 'foreachi')
  for i = 1, #t do
    local r = f(i, t[i])
    if r ~= nil then return r end
  end
end

return function(stockcall, isplain)
  stock, plain = stockcall, isplain
  return lib
end
