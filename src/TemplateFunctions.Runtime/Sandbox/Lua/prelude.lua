-- The sandbox kernel of a guild VM: runs once, before any script, and returns what the host calls.
-- H: host primitives (C functions). TOKEN: yielded by a preempted coroutine. WAIT: yielded by one that waits for the host.
-- Both are light userdata, which no script can make. Host primitives never raise: they return errors, this file raises them.
-- What a VM holds is paid for by every guild: what not every template uses is in a file of its own and loaded on first use.
local H, TOKEN, WAIT = ...
local go, again, hcheck, swap, ctype = H.go, H.again, H.check, H.swap, H.type
local cy, cc, isy, crun = coroutine.yield, coroutine.create, coroutine.isyieldable, coroutine.running
local rawpcall, error, rawtype, rawget, rawset, rawnext, rawsetmt = pcall, error, type, rawget, rawset, next, setmetatable
local KILL = 'run was stopped'

-- For what works long without VM instructions, and for each resume: gives the thread away, or ends a run that is over its limit.
local function check()
  local state = hcheck()
  if state == 0 then cy(TOKEN) elseif state then error(KILL, 0) end
end

-- How a resumed coroutine came back. One that was preempted passes TOKEN outwards until the host gets it.
local function step(c, how, ...)
  if how == 1 then
    if isy() then cy(TOKEN) end
    return step(c, again(c))
  end
  if how == 3 then error(KILL, 0) end
  if how == 4 then error((...), 2) end
  return how, ...
end

local function resume(c, ...)
  local state = hcheck()
  if state then
    if state ~= 0 then error(KILL, 0) end
    cy(TOKEN)
  end
  return step(c, go(c, ...))
end

-- Where the stack is full the hook itself fails for want of room, and its error is caught here: so the clock is looked at here too.
local function pret(ok, ...)
  if not ok then check() end
  return ok, ...
end

local function pcall(f, ...) return pret(rawpcall(f, ...)) end

-- Host calls answer (nil, values...), (WAIT) or (error).
local function finish(e, ...)
  if e == nil then return ... end
  if e == WAIT then return finish(cy(WAIT)) end
  error(e, 2)
end

local weak = H.weakkeys()

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
  local kind = rawtype(t)
  if kind == 'userdata' then return finish(H.eventnext(t, k)) end
  if kind ~= 'table' then error("bad argument #1 to 'next' (table expected, got " .. kind .. ')', 2) end
  -- A whole float stands for an integer as a key, but Lua's next does not know it.
  if k ~= nil and rawtype(k) == 'number' and k >= -2.0 ^ 63 and k < 2.0 ^ 63 and k // 1 == k then k = k // 1 | 0 end
  return rawnext(shadows[t] or t, k)
end

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
local arraytable = H.userdata({ __metatable = false, __type = 'array_metatable' })

local library

-- The first metatables that were set, and what Lua gets for them: themselves, or what stands for a frozen one (see frozen.lua). A table
-- may not grow without end: of more than the first few thousand nothing is noted.
local metatables, standins = rawsetmt({}, weak), { any = false, noted = 0, most = 2000 }

local function newmetatable(m)
  if m == nil then return end
  if rawtype(m) ~= 'table' then error("bad argument #2 to 'setmetatable' (nil or table expected, got " .. rawtype(m) .. ')', 3) end
  if rawget(m, '__gc') ~= nil then error('__gc is not supported [TF2008]', 3) end
  local standin = shadows[m] and library('frozen').standin(m) or m
  if standins.noted < standins.most then metatables[m], standins.noted = standin, standins.noted + 1 end
  return standin
end

local function setmetatable(t, m)
  if rawtype(t) ~= 'table' then return library('global').notable(t, 'setmetatable', 2) end
  if m == arraytable then
    if standins.any then return library('frozen').mark(t) end
    return finish(H.marked(t))
  end
  local known = metatables[m]
  -- One that was set before may have got a __gc since.
  if not known or rawget(m, '__gc') ~= nil then known = newmetatable(m) end
  if standins.any then return library('frozen').setmetatable(t, known) end
  return rawsetmt(t, known)
end

local function readonly() error('attempt to modify a read-only value [TF2005]', 2) end

local function copy(t)
  local r = {}
  for k, v in rawnext, t do r[k] = v end
  return r
end

-- What library files may use besides the base and H; scripts never see this table. tostring, show and printer come with values.lua.
local trusted = {
  H = H, TOKEN = TOKEN, WAIT = WAIT, KILL = KILL, finish = finish, resume = resume, step = step, copy = copy, readonly = readonly, check = check,
  rawpcall = rawpcall, rawxpcall = xpcall, rawtype = rawtype, rawnext = rawnext, rawsetmetatable = rawsetmt, rawtostring = tostring,
  rawget = rawget, rawset = rawset, rawlen = rawlen, cy = cy, cc = cc, crun = crun, string = string, table = table,
  coroutine = coroutine, arraytable = arraytable, shadows = shadows, metatables = metatables, standins = standins, weak = weak,
  typenames = typenames,
}

local base = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, next = next, pairs = pairs, pcall = pcall,
  rawequal = rawequal, select = select, setmetatable = setmetatable, tonumber = tonumber, type = type, _VERSION = _VERSION,
}

-- Libraries are loaded when first touched, once a VM and in one piece; every template gets its own copy of the table.
local libraries, loadlibrary = {}, H.library
function library(name)
  local l = libraries[name]
  if l == nil then
    l = loadlibrary(libraries, name, trusted)
    if l == nil then error("'" .. name .. "' cannot be loaded here: stack overflow", 2) end
  end
  return l
end

trusted.library, trusted.base = library, base
rawsetmt(trusted, { __index = function(t, k)
  local v = base[k]
  if v == nil then
    if k == 'math' or k == 'utf8' then v = H['open' .. k]() else v = H[k] end
    if v == nil then
      library('values')
      return rawget(t, k)
    end
  end
  t[k] = v
  return v
end })
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
  load = 'load', require = 'require', typeof = 'global', collectgarbage = 'global', gcinfo = 'global', rawget = 'global',
  rawset = 'global', rawlen = 'global', print = 'values', tostring = 'values', xpcall = 'xpcall',
}

-- Who walks over the globals sees those too that were not used yet.
local function allglobals(env)
  for name in rawnext, exposed do
    local _ = env[name]
  end
  return rawnext, env, nil
end

-- The globals of a template's files in one language; those of the files in its other language read and write the first ones.
local function environment(luau, shared)
  return {
    __metatable = false,
    __newindex = shared,
    __pairs = allglobals,
    __iter = allglobals,
    __index = function(env, name)
      local file = exposed[name]
      if not file then return shared and shared[name] end
      local own = luau and (file == 'string' or file == 'table' or file == 'math')
      local l = library(own and file .. '_luau' or file)
      if file == 'global' or file == 'values' or file == 'xpcall' then
        l = l[name]
      elseif rawtype(l) == 'table' then
        l = copy(l)
      elseif shared then
        l = shared[name]
      else
        l = l(env)
      end
      -- Another run may have touched it meanwhile: there is one of each.
      return swap(env, name, nil, l)
    end,
  }
end

local isolates = rawsetmt({}, weak)
trusted.isolates = isolates
local environments = {}

local function newglobals(luau) return copy(luau and library('luau_base') or base) end

local function newenvironment(isolate)
  local luau = H.isluau(isolate)
  local env = newglobals(luau)
  env._G = env
  isolates[env] = isolate
  local m = environments[luau] or environment(luau)
  environments[luau] = m
  return rawsetmt(env, m)
end
trusted.newenvironment, trusted.newglobals, trusted.environment = newenvironment, newglobals, environment

-- A ctx is an empty shell until a script first looks into it: see context.lua.
local contexts = rawsetmt({}, weak)
trusted.contexts = contexts

local function open(ctx, k) return library('context')(ctx)(ctx, k) end

local function newcontext(fields, list)
  local meta = { __index = open, __newindex = readonly, __metatable = false, __type = 'TemplateContext', fields = fields, list = list }
  local ctx = H.userdata(meta)
  contexts[ctx] = meta
  return ctx
end
trusted.newcontext = newcontext

return newenvironment, newcontext, readonly, function(part) return next, part, nil end, trusted
