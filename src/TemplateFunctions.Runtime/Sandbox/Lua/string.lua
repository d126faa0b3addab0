-- string.*: patterns are matched in C# with a step budget, callbacks are called from here so that they may yield.
-- T must hold: string_primitives (C#), string (stock), table (stock), error, select, rawtype, rawpcall, tostring (without addresses),
-- check (ends a run that is over its time, gives the thread away when the slice is over; may yield).
local T = ...
local N, S = T.string_primitives(), T.string
local error, rawtype, rawpcall, tostring, check = T.error, T.rawtype, T.rawpcall, T.tostring, T.check
local find, match, gsub, next, replace, again, rep, verify = N.find, N.match, N.gsub, N.next, N.replace, N.again, N.rep, N.format
local sub, sformat = S.sub, S.format

-- What a primitive answered: nil and the results, an error to raise in the caller of our caller, or false and how to go on.
local function settle(e, ...)
  if e == nil then return ... end
  if e then error(e, 2) end
  check()
  return settle(again(...))
end

-- Runs a replacement by a function or a table from one match to the next, each a tail call.
local function call(r, state, e, more, ...)
  if e == nil then
    if not more then return ... end
    return call(r, state, replace(state, (r(...))))
  end
  if e then error(e, 2) end
  check()
  return call(r, state, again(more, ...))
end

local function index(r, state, e, more, ...)
  if e == nil then
    if not more then return ... end
    return index(r, state, replace(state, r[...]))
  end
  if e then error(e, 2) end
  check()
  return index(r, state, again(more, ...))
end

-- A stock function that may take long on a long first argument; it raises as if called by the script itself.
local function result(name, ok, ...)
  if ok then return ... end
  local e = ...
  if rawtype(e) == 'string' then e = S.gsub(e, "^(bad argument #%d+ to )'[^']*'", "%1'" .. name .. "'") end
  error(e, 2)
end

local function guard(name)
  local f = S[name]
  return function(s, ...)
    if rawtype(s) == 'string' and #s > 4096 then check() end
    return result(name, rawpcall(f, s, ...))
  end
end

local function textformat(...)
  local e, n, rewritten = verify(...)
  if e then error(e, 2) end
  if not n then return sformat(...) end
  local a = { T.select(2, ...) }
  for i = 1, n do
    local t = rawtype(a[i])
    if t ~= 'string' and t ~= 'number' and t ~= 'boolean' and t ~= 'nil' then a[i] = tostring(a[i]) end
  end
  return textformat(rewritten, T.table.unpack(a, 1, n))
end

-- In Luau a float prints as tostring has it, whole ones without a fraction. Number directives read the digits back.
local function format(...)
  if not T.luau() then return textformat(...) end
  local a, n = { ... }, T.select('#', ...)
  for i = 2, n do
    local v = a[i]
    if rawtype(v) == 'number' and v - v == 0 then a[i] = T.floattext(v) or v end
  end
  return textformat(T.table.unpack(a, 1, n))
end

local lib = {
  byte = S.byte, char = S.char, len = S.len, lower = S.lower, upper = S.upper, reverse = S.reverse, sub = sub,
  pack = guard('pack'), packsize = guard('packsize'), unpack = guard('unpack'),
  format = format,
}

function lib.find(...) return settle(find(...)) end

function lib.match(...) return settle(match(...)) end

function lib.rep(...) return settle(rep(...)) end

function lib.gmatch(...)
  local e, state = N.gmatch(...)
  if e then error(e, 2) end
  return function() return settle(next(state)) end
end

function lib.gsub(s, p, r, ...)
  local t = rawtype(r)
  if t ~= 'function' and t ~= 'table' then return settle(gsub(s, p, r, ...)) end
  local e, state = N.matches(s, p, r, ...)
  if e then error(e, 2) end
  if t == 'table' then return index(r, state, replace(state)) end
  return call(r, state, replace(state))
end

-- Luau's: by a plain separator, or into bytes when that is empty.
function lib.split(s, separator)
  if rawtype(s) == 'number' then s = s .. '' end
  if rawtype(s) ~= 'string' then error("bad argument #1 to 'split' (string expected, got " .. rawtype(s) .. ')', 2) end
  if separator == nil then separator = ',' end
  if rawtype(separator) == 'number' then separator = separator .. '' end
  if rawtype(separator) ~= 'string' then
    error("bad argument #2 to 'split' (string expected, got " .. rawtype(separator) .. ')', 2)
  end
  local r = {}
  if separator == '' then
    for i = 1, #s do r[i] = sub(s, i, i) end
    return r
  end
  local n, from = 0, 1
  repeat
    local a, b = settle(find(s, separator, from, true))
    n = n + 1
    r[n] = sub(s, from, a and a - 1)
    from = b and b + 1
  until not a
  return r
end

return lib
