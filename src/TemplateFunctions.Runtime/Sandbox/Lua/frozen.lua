-- table.freeze, in one piece, for two runs may share the table: its content moves into a shadow that only its metatable knows; what is left
-- behind refuses writes.
local T = ...
local error, rawnext, rawget, rawset, rawsetmt, metatable, rawtype = T.error, T.rawnext, T.rawget, T.rawset, T.rawsetmetatable, T.H.metatable, T.rawtype
local shadows, metatables, standins = T.shadows, T.metatables, T.standins

-- Metatables that stand for a frozen one.
local standing = rawsetmt({}, T.weak)

local function readonly() error('attempt to modify a readonly table', 2) end

local lib = { shadows = shadows }

local function metamethod(k) return rawtype(k) == 'string' and T.string.sub(k, 1, 2) == '__' end

-- Lua looks for metamethods in the metatable itself, where a frozen table has nothing: its objects get a copy of its metamethods for their
-- metatable, which nobody can change, and getmetatable shows them the frozen table.
local function newstandin(m, fields)
  local r = {}
  for k, v in rawnext, fields do
    if metamethod(k) then r[k] = v end
  end
  if r.__metatable == nil then
    r.__metatable, standing[r], standins.any = m, m, true
  end
  return r
end

function lib.standin(m)
  local own = metatable(m)
  own.__standin = own.__standin or newstandin(m, shadows[m])
  return own.__standin
end

function lib.stands(t) return standing[metatable(t)] ~= nil end

-- What stands for a frozen metatable does not protect a table from getting another.
local function release(t)
  if standing[metatable(t)] then T.H.unprotect(t) end
end

local function exchange(t, m)
  if not standing[metatable(t)] then return false end
  release(t)
  rawsetmt(t, m)
  return true
end

-- Of such a table, in one piece: it keeps the one until it has the other.
function lib.setmetatable(t, m)
  if standing[metatable(t)] and (m == nil or rawtype(m) == 'table') then
    local ok, done = T.H.whole(exchange, t, m)
    if not ok then error(done, 3) end
    if done then return t end
  end
  return rawsetmt(t, m)
end

local function mark(t)
  release(t)
  return T.H.marked(t)
end

function lib.mark(t) return T.finish(T.select(2, T.H.whole(mark, t))) end

-- For keys that the content has not: a function that is asked must see the table, not the shadow.
local function missing(t, original)
  return { __index = function(_, k)
    local index = rawget(shadows[original] or original, '__index')
    local kind = rawtype(index)
    if kind == 'function' then return index(t, k) end
    if kind == 'nil' then return nil end
    if kind == 'table' or metatable(index) then return index[k] end
    error('attempt to index a ' .. kind .. ' value', 2)
  end }
end

-- Answers why not.
local function freeze(t)
  if shadows[t] then return "bad argument #1 to 'freeze' (table is already frozen)" end
  local original = metatable(t)
  if original and not standing[original] and rawget(original, '__metatable') ~= nil then return 'table has a protected metatable' end
  local shadow, frozen = {}, {}
  for k, v in rawnext, t do shadow[k] = v end

  -- It may have objects.
  local standin = (metatables[t] or standins.noted >= standins.most) and newstandin(t, shadow)
  if original then
    for k, v in rawnext, original do frozen[k] = v end
    rawsetmt(shadow, missing(t, original))
  end
  frozen.__index = shadow
  frozen.__newindex = readonly
  frozen.__metatable = original and (standing[original] or original) or false

  -- For the host, under a key that no script has.
  frozen[T.TOKEN] = shadow
  frozen.__standin = standin or nil
  frozen.__iter = frozen.__iter or function() return rawnext, shadow end
  if not frozen.__len then frozen.__len = function() return #shadow end end
  if not frozen.__pairs then frozen.__pairs = function() return rawnext, T.copy(shadow), nil end end
  shadows[t] = shadow

  -- From here on nothing is refused for want of memory: the table is frozen, or as it was.
  for k in rawnext, shadow do rawset(t, k, nil) end
  metatables[t] = nil
  if standin then T.H.exchange(t, standin) end
  release(t)
  rawsetmt(t, frozen)
end

function lib.freeze(t)
  if rawtype(t) ~= 'table' then error("bad argument #1 to 'freeze' (table expected, got " .. rawtype(t) .. ')', 2) end
  local ok, e = T.H.whole(freeze, t)
  if e ~= nil then error(e, 2) end
  return t
end

function lib.isfrozen(t) return shadows[t] ~= nil end

return lib
