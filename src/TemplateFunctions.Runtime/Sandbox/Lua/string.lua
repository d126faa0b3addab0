-- string.*: patterns are matched in C# with a step budget, callbacks are called from here so that they may yield.
-- T must hold: string_primitives (C#), library (loads string_more), string (stock), error, select, rawtype, getmetatable,
-- tostring (without addresses),
-- check (ends a run that is over its time, gives the thread away when the slice is over; may yield).
local T = ...
local N, S = T.string_primitives(), T.string
local error, rawtype = T.error, T.rawtype
local find, match, rep, again, verify, sformat, schar = N.find, N.match, N.rep, N.again, N.format, S.format, S.char
local gmatch, next, gsub, matches, replace = N.gmatch, N.next, N.gsub, N.matches, N.replace

-- What a primitive answered: nil and the results, an error to raise in the caller of our caller, or false and how to go on.
local function settle(e, ...)
  if e == nil then return ... end
  if e then error(e, 2) end
  T.check()
  return settle(again(...))
end

-- Runs a replacement from one match to the next, each a tail call.
local function call(r, state, e, more, ...)
  if e == nil then
    if not more then return ... end
    return call(r, state, replace(state, (r(...))))
  end
  if e then error(e, 2) end
  T.check()
  return call(r, state, again(more, ...))
end

local format

-- With what the check has put in the place of the arguments: the first n for %s may be values that a metamethod shows.
local function converted(n, rewritten, ...)
  if n == 0 then return sformat(rewritten, ...) end
  local a, count = { ... }, T.select('#', ...)
  for i = 1, n do
    local t = rawtype(a[i])
    if t ~= 'string' and t ~= 'number' and t ~= 'boolean' and t ~= 'nil' then a[i] = T.tostring(a[i]) end
  end
  return format(rewritten, T.table.unpack(a, 1, count))
end

function format(...)
  if T.select('#', ...) > 8 and not T.library('string_more').bounded(...) then error('resulting string too large', 2) end
  local e, n = verify(...)
  if e then error(e, 2) end
  if not n then return sformat(...) end
  return converted(T.select(2, verify(...)))
end

local lib = {
  byte = S.byte,
  char = function(...)
    local a, b = ...
    if b == nil and T.math.type(a) == 'integer' and a >= 0 and a < 256 and T.select('#', ...) == 1 then return schar(a) end
    return T.library('string_more').char(...)
  end,
  len = S.len, lower = S.lower, upper = S.upper, reverse = S.reverse, sub = S.sub,
  format = format,
  find = function(...) return settle(find(...)) end,
  match = function(...) return settle(match(...)) end,
  rep = function(...) return settle(rep(...)) end,
  gmatch = function(...)
    local e, state = gmatch(...)
    if e then error(e, 2) end
    return function() return settle(next(state)) end
  end,
  gsub = function(s, p, r, ...)
    local t, f = rawtype(r), r
    if t == 'table' and T.getmetatable(r) ~= nil then
      f = function(k) return r[k] end
    elseif t ~= 'function' then
      return settle(gsub(s, p, r, ...))
    end
    local e, state = matches(s, p, r, ...)
    if e then error(e, 2) end
    return call(f, state, replace(state))
  end,
}

local function later(name)
  lib[name] = function(...) return T.library('string_more')[name](...) end
end

later('pack')
later('packsize')
later('unpack')
later('split')

return lib
