-- os.*: the four functions that tell the time, in UTC.
-- T must hold: os_primitives (C#), now (seconds since 1970, a number), cpu_seconds (running time of the run so far), error, rawtype,
-- math (stock), check (see string.lua).
local T = ...
local N, error, rawtype, tointeger, now, check = T.os_primitives(), T.error, T.rawtype, T.math.tointeger, T.now, T.check

local function settle(e, ...)
  if e == nil then return ... end
  if e then error(e, 2) end
  check()
  return settle(N.again(...))
end

local function fill(t, year, month, day, hour, min, sec, yday, wday)
  t.year, t.month, t.day, t.hour, t.min, t.sec, t.yday, t.wday = year, month, day, hour, min, sec, yday, wday
  t.isdst = false
  return t
end

local function field(t, key, default, delta)
  local v = t[key]
  local n = tointeger(v)
  if n == nil then
    if v ~= nil then error("field '" .. key .. "' is not an integer", 3) end
    if default == nil then error("field '" .. key .. "' missing in date table", 3) end
    return default
  end
  -- The C structure behind the format holds 32 bits.
  if n >= 0 and n - delta > 0x7fffffff or n < 0 and n < -0x80000000 + delta then
    error("field '" .. key .. "' is out-of-bound", 3)
  end
  return n
end

local function dated(text, ...)
  if text == true then return fill({}, ...) end
  return text
end

local lib = { clock = function() return T.cpu_seconds() end }

function lib.date(format, time)
  if time == nil then time = now() // 1 end
  local e, text, year, month, day, hour, min, sec, yday, wday = N.date(format, time)
  if e then error(e, 2) end
  if e == false then return settle(e, text, year, month) end
  return dated(text, year, month, day, hour, min, sec, yday, wday)
end

local function set(t, e, time, ...)
  if e then error(e, 3) end
  fill(t, ...)
  return time
end

function lib.time(t)
  if t == nil then return tointeger(now() // 1) end
  if rawtype(t) ~= 'table' then error("bad argument #1 to 'time' (table expected, got " .. rawtype(t) .. ')', 2) end
  local year, month, day = field(t, 'year', nil, 1900), field(t, 'month', nil, 1), field(t, 'day', nil, 0)
  local hour, min, sec = field(t, 'hour', 12, 0), field(t, 'min', 0, 0), field(t, 'sec', 0, 0)
  return (set(t, N.time(year, month, day, hour, min, sec)))
end

function lib.difftime(...) return settle(N.difftime(...)) end

return lib
