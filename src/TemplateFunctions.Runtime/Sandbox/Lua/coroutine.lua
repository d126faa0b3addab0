-- coroutine.*: wrappers that pass preemption outwards and refuse threads that scripts may not resume.
local T = ...
local H, resume, cc, adopt, rawtype, error, stock = T.H, T.resume, T.cc, T.adopt, T.rawtype, T.error, T.coroutine
local crun, killed, close, KILL = T.crun, T.killed, T.H.close, T.KILL

-- Nobody else sees the coroutine before it has been adopted.
local function create(f)
  if rawtype(f) ~= 'function' then error("bad argument #1 to 'create' (function expected)", 2) end
  local c = cc(f)
  adopt(c)
  return c
end

-- As stock wrap does: a coroutine that failed closes its variables before the error goes on. That it was not resumed is the caller's error.
local function results(c, ok, ...)
  if ok then return ... end
  local ended = H.status(c) == 'dead'
  if ended then
    H.noteinner(c, (...))
    close(c)
  end
  if killed() then error(KILL, 0) end
  error((...), ended and (...) ~= 'cannot resume dead coroutine' and 0 or 2)
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
    local ok, e = close(c)
    if ok == nil then error(e, 2) end
    if ok == 3 then error(KILL, 0) end
    if ok then return true end
    return ok, e
  end,
}
