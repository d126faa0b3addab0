-- task.*: coroutines driven by the host's scheduler.
local T = ...
local H, resume, cc, cy, crun, rawtype, error, WAIT, finish = T.H, T.resume, T.cc, T.cy, T.crun, T.rawtype, T.error, T.WAIT, T.finish

-- A function becomes a new task thread; a thread must be one that may be resumed.
local function thread(f, name)
  local t = rawtype(f)
  if t == 'function' then
    local c = cc(f)
    local e = H.task(c)
    if e then error(e, 3) end
    return c
  elseif t == 'thread' then
    local e = H.taskable(f)
    if e then error(e, 3) end
    return f
  end
  error("bad argument #1 to '" .. name .. "' (function or thread expected)", 3)
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
  if e then error(e, 3) end
  return c
end

return {
  spawn = function(f, ...)
    local c = thread(f, 'spawn')
    local ok, e = resume(c, ...)
    if not ok and H.status(c) ~= 'dead' then
      H.cancel(c)
      error(e, 2)
    end
    return c
  end,
  defer = function(f, ...)
    local c = thread(f, 'defer')
    return checked(c, H.schedule(c, -1, ...))
  end,
  delay = function(s, f, ...)
    s = seconds(s, 'delay')
    local c = thread(f, 'delay')
    return checked(c, H.schedule(c, s, ...))
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
