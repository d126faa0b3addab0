-- task.*: coroutines driven by the host's scheduler.
local T = ...
local H, step, cc, cy, rawtype, error, WAIT, adopt, check = T.H, T.step, T.cc, T.cy, T.rawtype, T.error, T.WAIT, T.adopt, T.check
local schedule, spawn = H.schedule, H.spawn

-- A function becomes a new coroutine, which nobody else sees before it is due.
local function thread(f, name)
  local t = rawtype(f)
  if t == 'thread' then return f end
  if t ~= 'function' then error("bad argument #1 to '" .. name .. "' (function or thread expected)", 3) end
  local c = cc(f)
  adopt(c)
  return c
end

local function seconds(s, name)
  if s == nil then return 0 end
  if rawtype(s) ~= 'number' or s ~= s then error("bad argument #1 to '" .. name .. "' (seconds expected)", 3) end
  return s
end

local function wait(s)
  local e = H.wait(seconds(s, 'wait'))
  if e then error(e, 2) end
  return cy(WAIT)
end

local function checked(c, e)
  if e then error(e, 2) end
  return c
end

local function started(c, how, ...)
  if how == 4 then error((...), 2) end
  if how == 1 or how == 3 then step(c, how, ...) end
  return c
end

return {
  spawn = function(f, ...)
    local c = thread(f, 'spawn')
    check()
    return started(c, spawn(c, ...))
  end,
  defer = function(f, ...)
    local c = thread(f, 'defer')
    return checked(c, schedule(c, -1, ...))
  end,
  delay = function(s, f, ...)
    s = seconds(s, 'delay')
    local c = thread(f, 'delay')
    return checked(c, schedule(c, s, ...))
  end,
  wait = wait,
  cancel = function(c)
    if rawtype(c) ~= 'thread' then error("bad argument #1 to 'cancel' (thread expected)", 2) end
    local e = H.cancel(c)
    if e then error(e, 2) end
  end,
  synchronize = function() end,
  desynchronize = function() end,
}
