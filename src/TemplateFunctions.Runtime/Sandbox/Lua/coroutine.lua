-- coroutine.*: wrappers that pass preemption outwards and refuse threads that scripts may not resume.
local T = ...
local H, resume, cc, adopt, rawtype, error, stock = T.H, T.resume, T.cc, T.adopt, T.rawtype, T.error, T.coroutine
local crun, killed, KILL, close_ = T.crun, T.killed, T.KILL, stock.close

local function create(f)
  if rawtype(f) ~= 'function' then error("bad argument #1 to 'create' (function expected)", 2) end
  local c = cc(f)
  adopt(c)
  return c
end

-- Another run may have a turn before the closing is done, and must not resume or schedule the coroutine then: closing takes it, adopt gives it back.
local function close(c)
  local refusal = H.closing(c)
  if refusal then return refusal end
  local ok, e = close_(c)
  adopt(c)
  return nil, ok, e
end

-- As stock wrap does: a coroutine that failed closes its variables before the error goes on.
local function results(c, ok, ...)
  if ok then return ... end
  if H.status(c) == 'dead' then
    H.noteinner(c, (...))
    close(c)
  end
  if killed() then error(KILL, 0) end
  error((...), 0)
end

local function thread(c, name)
  if rawtype(c) ~= 'thread' then error("bad argument #1 to '" .. name .. "' (coroutine expected)", 3) end
end

return {
  create = create,
  resume = resume,
  yield = T.cy,
  isyieldable = stock.isyieldable,
  wrap = function(f)
    if rawtype(f) ~= 'function' then error("bad argument #1 to 'wrap' (function expected)", 2) end
    local c = create(f)
    return function(...) return results(c, resume(c, ...)) end
  end,
  running = function()
    local c, main = crun()
    H.exposed(c)
    return c, main
  end,
  status = function(c)
    thread(c, 'status')
    return H.status(c)
  end,
  close = function(c)
    thread(c, 'close')
    local refusal, ok, e = close(c)
    if refusal then error(refusal, 2) end
    if ok then return true end
    if killed() then error(KILL, 0) end
    return ok, e
  end,
}
