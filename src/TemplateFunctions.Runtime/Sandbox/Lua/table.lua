-- table.*: the ways of calling that most scripts use, on plain tables, whose contents bound the work of the stock functions.
-- All others are in table_more.lua.
-- T must hold: table (stock), string (stock), math (stock), error, select, rawtype, rawpcall, getmetatable, library (loads table_more),
-- check (see string.lua).
local T = ...
local S, rawtype, getmt, select = T.table, T.rawtype, T.getmetatable, T.select
local sunpack, mathtype, plainly = S.unpack, T.math.type, T.plainly
local int = T.library('numbers').int

local function plain(t) return rawtype(t) == 'table' and getmt(t) == nil end

local function result(name, ok, ...)
  if ok then return ... end
  if ok == nil then T.error('the table got a metatable while it was being worked on', 2) end
  local e = ...
  if rawtype(e) == 'string' then e = T.string.gsub(e, "^(bad argument #%d+ to )'[^']*'", "%1'" .. name .. "'") end
  T.error(e, 2)
end

-- A stock function that looks at n elements of a plain table, and of a second one unless that is nil; it raises as if called by the script
-- itself. That they are plain is looked at again where nobody can change it: a length that lies would keep it busy for ever.
local function stock(name, n, second, ...)
  if n > 1000 then T.check() end
  return result(name, plainly(S[name], second, ...))
end

local more
local function rest()
  more = more or T.library('table_more')(stock, plain)
  return more
end
T.tablerest, T.tablestock = rest, stock

local lib = {
  pack = S.pack,
  insert = function(t, ...)
    if rawtype(t) == 'table' then
      local c = select('#', ...)
      if c == 1 then
        t[#t + 1] = ...
        return
      end
      if getmt(t) == nil then
        local at, v = ...
        if c == 2 and int[at] then return stock('insert', #t, nil, t, int[at], v) end
        return stock('insert', #t, nil, t, ...)
      end
    end
    return rest().insert(t, ...)
  end,
  remove = function(t, at)
    if rawtype(t) == 'table' then
      local n = #t
      if at == nil or at == n then
        local v = t[n]
        t[n] = nil
        return v
      end
      if getmt(t) == nil then return stock('remove', n, nil, t, int[at] or at) end
    end
    return rest().remove(t, at)
  end,
  concat = function(t, ...)
    if plain(t) then return stock('concat', #t, nil, t, ...) end
    return rest().concat(t, ...)
  end,
  unpack = function(t, i, j)
    if (i == nil or i == 1) and rawtype(t) == 'table' and getmt(t) == nil then
      if j == nil then
        if #t <= 200 then return sunpack(t) end
      elseif mathtype(j) == 'integer' and j <= 200 then
        return sunpack(t, 1, j)
      end
    end
    return rest().unpack(t, i, j)
  end,
}

local function later(name)
  lib[name] = function(...) return rest()[name](...) end
end

later('move')
later('sort')
later('find')
later('create')
later('clear')
later('clone')
later('maxn')
later('freeze')
later('isfrozen')
later('getn')
later('foreach')
later('foreachi')

return lib
