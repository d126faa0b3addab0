-- string.*: patterns are matched in C# with a step budget, callbacks are called from here so that they may yield.
-- T must hold: string_primitives (C#), string (stock), error, rawtype, rawpcall, concat (stock), tostring (without addresses),
-- check (ends a run that is over its time, gives the thread away when the slice is over; may yield).
local T = ...
local N, S = T.string_primitives(), T.string
local error, rawtype, rawpcall, concat, tostring, check = T.error, T.rawtype, T.rawpcall, T.concat, T.tostring, T.check
local find, match, gsub, next, again, rep, verify = N.find, N.match, N.gsub, N.next, N.again, N.rep, N.format
local sub, sformat, replace = S.sub, S.format, S.gsub
local LIMIT <const>, LONG <const> = 4194304, 4096

-- What a primitive answered: nil and the results, an error to raise in the caller of our caller, or false and how to go on.
local function settle(e, ...)
  if e == nil then return ... end
  if e then error(e, 2) end
  check()
  return settle(again(...))
end

-- The match at a..b and what r has for it.
local function value(r, call, e, a, b, first, ...)
  if e == nil then
    if a == nil then return end
    if call then return a, b, (r(first, ...)) end
    return a, b, r[first]
  end
  if e then error(e, 3) end
  check()
  return value(r, call, again(a, b, first, ...))
end

-- A stock function that may take long on a long first argument; it raises as if called by the script itself.
local function result(name, ok, e, ...)
  if ok then return e, ... end
  if rawtype(e) == 'string' then e = replace(e, "^(bad argument #%d+ to )'[^']*'", "%1'" .. name .. "'") end
  error(e, 2)
end

local function guard(name)
  local f = S[name]
  return function(s, ...)
    if rawtype(s) == 'string' and #s > LONG then check() end
    return result(name, rawpcall(f, s, ...))
  end
end

local function format(f, ...)
  local e, used, rewritten = verify(f, ...)
  if e then error(e, 2) end
  if not used then return sformat(f, ...) end
  local a, n = T.table.pack(...), used
  for i = 1, n do
    local t = rawtype(a[i])
    if t ~= 'string' and t ~= 'number' and t ~= 'boolean' and t ~= 'nil' then a[i] = tostring(a[i]) end
  end
  return format(rewritten, T.table.unpack(a, 1, n))
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
  local e, state, text, max, anchored = N.matches(s, p, r, ...)
  if e then error(e, 2) end
  -- Pieces go into a short list that is joined into a long one now and then: tables have a limited size.
  local joined, pieces, k, from, count, size = {}, {}, 0, 1, 0, 0
  while count < max do
    local a, b, v = value(r, t == 'function', next(state))
    if a == nil then break end
    count = count + 1
    if v then
      local kind = rawtype(v)
      if kind == 'string' then
        size = size + #v
      elseif kind == 'number' then
        size = size + 24
      else
        error('invalid replacement value (a ' .. kind .. ')', 2)
      end
      size = size + a - from
      if size > LIMIT then error('resulting string too large', 2) end
      if k > 500 then
        joined[#joined + 1] = concat(pieces, '', 1, k)
        k = 0
      end
      pieces[k + 1], pieces[k + 2] = sub(text, from, a - 1), v
      k, from = k + 2, b + 1
    end
    if anchored then break end
  end
  if from == 1 and k == 0 then return text, count end
  if size + #text - from > LIMIT then error('resulting string too large', 2) end
  pieces[k + 1] = sub(text, from)
  joined[#joined + 1] = concat(pieces, '', 1, k + 1)
  return concat(joined), count
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
