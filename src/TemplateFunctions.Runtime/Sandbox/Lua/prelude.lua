-- The sandbox kernel of a guild VM: runs once, before any script, and returns what the host calls.
-- H: host primitives (C functions). TOKEN: yielded by a preempted coroutine. WAIT: yielded by one that waits for the host.
-- Both are light userdata, which no script can make. Host primitives never raise: they return errors, this file raises them.
local H, TOKEN, WAIT = ...
local enter, leave, reenter, killed, hcall, userdata = H.enter, H.leave, H.reenter, H.killed, H.call, H.userdata
local metafield, adopt, lib, ctype = H.metafield, H.adopt, H.lib, H.type
local cr, cy, cc, isy, crun = coroutine.resume, coroutine.yield, coroutine.create, coroutine.isyieldable, coroutine.running
local rawpcall, rawxpcall, error, select, rawtype, rawget, rawset, rawlen = pcall, xpcall, error, select, type, rawget, rawset, rawlen
local rawnext, rawpairs, rawtostring, rawsetmt, concat, assert = next, pairs, tostring, setmetatable, table.concat, assert
local KILL = 'run was stopped'

-- Resuming. A preempted child passes TOKEN outwards until the host gets it; a child that waits for the host leaves its resumer at once.
local function step(c, ok, ...)
  local state = leave(c, (...))
  if state == nil then
    if not ok and killed() then error(KILL, 0) end
    return ok, ...
  elseif state == 1 then
    if isy() then cy(TOKEN) end
    if reenter(c) then error(KILL, 0) end
    return step(c, cr(c))
  elseif state == 3 then
    H.finished(c, ok, ...)
    return ok, ...
  end
  return true
end

local function resume(c, ...)
  local refusal, message = enter(c)
  while refusal == 0 do
    cy(TOKEN)
    refusal, message = enter(c)
  end
  if refusal == 1 then return false, message end
  if refusal == 2 then error(message, 2) end
  if refusal == 3 then error(KILL, 0) end
  return step(c, cr(c, ...))
end

-- For library code that works long without VM instructions: gives the thread away, or ends a run that is over its limit.
local function check()
  local state = H.check()
  if state == 0 then cy(TOKEN) elseif state then error(KILL, 0) end
end

-- Where the stack is full the hook itself fails for want of room, and its error is caught here: so the clock is looked at here too.
local function pret(ok, ...)
  if not ok then check() end
  return ok, ...
end

local function pcall(f, ...) return pret(rawpcall(f, ...)) end

-- The stack of an error as it was before it was unwound, by coroutine, while the handler of xpcall runs.
local weak = H.weakkeys()
local traces = rawsetmt({}, weak)

local function handled(c, outer, ok, ...)
  traces[c] = outer
  if not ok and killed() then error(KILL, 0) end
  return false, ...
end

local function xret(h, ok, ...)
  if ok then return true, ... end
  local trace, c = H.keptrace(), crun()
  check()
  local outer = traces[c]
  traces[c] = trace
  return handled(c, outer, rawpcall(h, ...))
end

local function xpcall(f, h, ...)
  if rawtype(h) ~= 'function' then error("bad argument #2 to 'xpcall' (function expected)", 2) end
  return xret(h, rawxpcall(f, H.keeptrace, ...))
end

-- Host calls answer (nil, values...), (WAIT) or (error).
local function finish(e, ...)
  if e == nil then return ... end
  if e == WAIT then return finish(cy(WAIT)) end
  error(e, 2)
end

-- How the language of a template prints a number is number's business.
local function show(v, number)
  local t = rawtype(v)
  if t == 'string' then return v end
  if t == 'table' or t == 'userdata' then
    local f = metafield(v, '__tostring')
    if f then
      local s = f(v)
      if rawtype(s) ~= 'string' then error("'__tostring' must return a string", 2) end
      return s
    end
    local name = metafield(v, '__type')
    if rawtype(name) == 'string' then return name end
    return ctype(v)
  end
  if t == 'function' or t == 'thread' then return t end
  if t == 'number' then return number(v) end
  return rawtostring(v)
end

local function runtext(v) return H.floattext(v) or rawtostring(v) end

-- For library files: numbers in the language of the running template.
local function tostring(v) return show(v, runtext) end

local function tostring54(v) return show(v, rawtostring) end

-- What type() says of our own userdata, by metatable.
local typenames = rawsetmt({}, weak)

local function type(v)
  local t = rawtype(v)
  if t == 'userdata' then return typenames[H.metatable(v)] or ctype(v) end
  return t
end

-- Frozen tables and where their content went: see frozen.lua.
local shadows = rawsetmt({}, weak)

local function next(t, k)
  if rawtype(t) == 'userdata' then return finish(H.eventnext(t, k)) end
  return rawnext(shadows[t] or t, k)
end

local function setraw(t, k, v)
  if shadows[t] then error('attempt to modify a readonly table', 2) end
  return rawset(t, k, v)
end

local function getraw(t, k) return rawget(shadows[t] or t, k) end

local function lenraw(t) return rawlen(shadows[t] or t) end

local function inext(t, i)
  i = i + 1
  local v = t[i]
  if v ~= nil then return i, v end
end

local function ipairs(t)
  if t == nil then error("bad argument #1 to 'ipairs' (table expected, got nil)", 2) end
  return inext, t, 0
end

-- Stands for the metatable of JSON arrays, which scripts must not be able to change.
local arraytable = userdata({ __metatable = false, __type = 'array_metatable' })

local function setmetatable(t, m)
  if m == arraytable and rawtype(t) == 'table' then return H.marked(t) end
  if rawtype(m) == 'table' and rawget(m, '__gc') ~= nil then error('__gc is not supported [TF2008]', 2) end
  return rawsetmt(t, m)
end

local function readonly() error('attempt to modify a read-only value [TF2005]', 2) end

-- A read-only view that rawset, next and setmetatable cannot get behind: an empty userdata.
local function freeze(t, name)
  local copy = {}
  for k, v in rawnext, t do copy[k] = rawtype(v) == 'table' and freeze(v) or v end
  return userdata({ __index = copy, __newindex = readonly, __metatable = false, __type = name })
end

local function copy(t)
  local r = {}
  for k, v in rawnext, t do r[k] = v end
  return r
end

local function printer(tostring)
  return function(...)
    local n, parts = select('#', ...), { ... }
    for i = 1, n do parts[i] = tostring(parts[i]) end
    finish(H.log(concat(parts, '\t', 1, n)))
  end
end

-- What library files may use; scripts never see this table.
local trusted = {
  H = H, TOKEN = TOKEN, WAIT = WAIT, KILL = KILL, finish = finish, resume = resume, freeze = freeze, copy = copy, readonly = readonly,
  rawpcall = rawpcall, rawtype = rawtype, rawnext = rawnext, rawsetmetatable = rawsetmt, cr = cr, cy = cy, cc = cc, crun = crun,
  isyieldable = isy, check = check, show = show, printer = printer,
  pcall = pcall, error = error, type = type, next = next, tostring = tostring, select = select, assert = assert,
  rawget = rawget, rawset = rawset, rawlen = rawlen, setmetatable = setmetatable, pairs = rawpairs, ipairs = ipairs, concat = concat,
  string = string, table = table, math = math, utf8 = utf8, coroutine = coroutine, getmetatable = getmetatable, tonumber = tonumber,
  rawequal = rawequal, arraytable = arraytable, shadows = shadows, traces = traces, weak = weak, typenames = typenames,
  rawtostring = rawtostring,
}
rawsetmt(trusted, { __index = H })

-- Libraries are loaded when first touched, once a VM; every template gets its own copy of the table.
local libraries = {}
local function library(name)
  local l = libraries[name]
  if l == nil then
    local chunk = lib(name)
    l = chunk and chunk(trusted) or false
    libraries[name] = l
  end
  return l
end
trusted.library = library

local base = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, next = next, pairs = rawpairs, pcall = pcall,
  print = printer(tostring54), rawequal = rawequal, rawget = getraw, rawlen = lenraw, rawset = setraw, select = select,
  setmetatable = setmetatable, tonumber = tonumber, tostring = tostring54, type = type, xpcall = xpcall, _VERSION = _VERSION,
}

trusted.base = base
H.markarrays(arraytable)

local strings = getmetatable('')
strings.__index = function(s, k)
  strings.__index = copy(library('string'))
  return strings.__index[k]
end
strings.__metatable = false

local exposed = {
  string = 'string', table = 'table', math = 'math', utf8 = 'utf8', coroutine = 'coroutine', task = 'task', os = 'os', debug = 'debug',
  bit32 = 'bit32', buffer = 'buffer', vector = 'vector', newproxy = 'global', getfenv = 'global', setfenv = 'global',
  load = 'load', require = 'require', typeof = 'global', collectgarbage = 'global', gcinfo = 'global',
}

-- The globals of a template's files in one language; those of the files in its other language read and write the first ones.
local function environment(luau, shared)
  return {
    __metatable = false,
    __newindex = shared,
    __index = function(env, name)
      local file = exposed[name]
      if not file then return shared and shared[name] end
      local own = luau and (file == 'string' or file == 'table' or file == 'math')
      local l = library(own and file .. '_luau' or file)
      if file == 'global' then
        l = l[name]
      elseif rawtype(l) == 'table' then
        l = copy(l)
      elseif shared then
        l = shared[name]
      else
        l = l(env)
      end
      rawset(env, name, l)
      return l
    end,
  }
end

local isolates = rawsetmt({}, weak)
trusted.isolates = isolates
local metatables = {}

local function newglobals(luau) return copy(luau and library('luau_base') or base) end

local function newenvironment(isolate)
  local luau = H.isluau(isolate)
  local env = newglobals(luau)
  env._G = env
  isolates[env] = isolate
  local m = metatables[luau] or environment(luau)
  metatables[luau] = m
  return rawsetmt(env, m)
end
trusted.newenvironment, trusted.newglobals, trusted.environment = newenvironment, newglobals, environment

local function newcontext(...) return library('context')(...) end

return newenvironment, newcontext, readonly, function(part) return next, part, nil end, trusted
