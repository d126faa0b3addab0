-- os.*: the four functions that tell the time, in UTC.
-- T must hold: os_primitives (C#), now (seconds since 1970, a number), cpu_seconds (running time of the run so far), error, rawtype,
-- check (see string.lua).
local T = ...
local N, error = T.os_primitives(), T.error
local ndate, ntime, ndifftime, again = N.date, N.time, N.difftime, N.again

local function fill(t, year, month, day, hour, min, sec, yday, wday)
  t.year, t.month, t.day, t.hour, t.min, t.sec, t.yday, t.wday, t.isdst = year, month, day, hour, min, sec, yday, wday, false
  return t
end

-- What a primitive answered: see string.lua. A date may also come as fields, after true.
local function settle(e, first, ...)
  if e == nil then
    if first == true then return fill({}, ...) end
    return first
  end
  if e then error(e, 2) end
  T.check()
  return settle(again(first, ...))
end

local function normalised(t, e, time, ...)
  if e then error(e, 2) end
  fill(t, ...)
  return time
end

return {
  clock = function() return T.cpu_seconds() end,
  date = function(format, time) return settle(ndate(format, time or T.now() // 1)) end,
  difftime = function(...) return settle(ndifftime(...)) end,
  time = function(t)
    if t == nil then return T.math.tointeger(T.now() // 1) end
    if T.rawtype(t) ~= 'table' then error("bad argument #1 to 'time' (table expected, got " .. T.rawtype(t) .. ')', 2) end
    return normalised(t, ntime(t.year, t.month, t.day, t.hour, t.min, t.sec))
  end,
}
