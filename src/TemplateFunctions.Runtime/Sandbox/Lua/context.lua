-- ctx and the plugins that hang off it. Loaded when a script of the VM first looks into a ctx or requires a module of the host.
local T = ...
local H, finish, userdata, readonly, rawtype, rawnext, error = T.H, T.finish, T.userdata, T.readonly, T.rawtype, T.rawnext, T.error
local hcall, contexts = H.call, T.contexts
local store = {}
local nothing = H.view({})
local contextnames = H.contextnames()

-- One host function as scripts call it. The capability set travels as a hidden argument.
local function bind(id, caps) return function(...) return finish(hcall(id, caps, ...)) end end

local function method(id, caps, name)
  return function(self, ...)
    if rawtype(self) ~= 'userdata' then error("call it with a colon: " .. name .. "(...)", 2) end
    return finish(hcall(id, caps, ...))
  end
end

-- A read-only view that rawset, next and setmetatable cannot get behind: an empty userdata.
local function freeze(t, name)
  local copy = {}
  for k, v in rawnext, t do copy[k] = rawtype(v) == 'table' and freeze(v) or v end
  return userdata({ __index = copy, __newindex = readonly, __metatable = false, __type = name })
end

local function build(name, caps, colon)
  local functions, source = H.module(name)
  local t, short = {}, contextnames[name]
  for fname, id in rawnext, functions do
    t[fname] = colon and method(id, caps, short .. ':' .. fname) or bind(id, caps)
  end
  if source then return source(t, T, caps) end
  return t
end

local modules = {}
local made

-- What is known of a ctx: its fields, capability set and plugins. Nil for any other value.
local function held(ctx)
  local meta = contexts[ctx]
  return meta and (meta.held or made(meta))
end

local function plugin(name, caps) return freeze(build(name, caps, true), contextnames[name] or name) end

-- require('@antiraid/...'): plain modules are shared by the VM; context plugins offer new(ctx).
local function module(name)
  local m = modules[name]
  if m then return m end
  if contextnames[name] then
    m = freeze({ new = function(ctx)
      local h = held(ctx)
      if not h then error("bad argument #1 to 'new' (ctx expected)", 2) end
      return h.plugin(contextnames[name])
    end }, name)
  else
    m = freeze(build(name, nil, false), name)
  end
  return H.swap(modules, name, nil, m)
end
T.module, T.freeze = module, freeze

local pluginmodules = {}
for name, short in rawnext, contextnames do pluginmodules[short] = name end

local function own(self, name)
  if not contexts[self] then error('call it with a colon: ctx:' .. name .. '(...)', 3) end
end

local function narrowed(h, limits)
  local wanted = rawtype(limits) == 'table' and limits.capabilities
  if T.type(wanted) ~= 'table' then error('with_limits expects {capabilities = {...}}', 2) end
  local caps = {}
  for i = 1, #wanted do
    local cap = wanted[i]
    if rawtype(cap) ~= 'string' then error('capabilities[' .. i .. '] must be a string', 2) end
    if not (h.caps['*'] or h.caps[cap]) then error("cannot grant '" .. cap .. "': this context does not hold it [TF4202]", 2) end
    caps[i] = cap
  end
  return T.newcontext(h.fields, caps)
end

function made(meta)
  local fields, list = meta.fields, meta.list
  local caps, plugins, names = {}, {}, {}
  for i = 1, #list do
    caps[list[i]] = true
    names[i] = list[i]
  end
  local h = { caps = caps, fields = fields }
  function h.plugin(short)
    local p = plugins[short]
    if not p then
      p = H.swap(plugins, short, nil, plugin(pluginmodules[short], caps))
    end
    return p
  end
  local function has(cap) return caps['*'] == true or caps[cap] == true end
  local methods = {
    has_cap = function(self, cap)
      own(self, 'has_cap')
      if rawtype(cap) ~= 'string' then error("bad argument #1 to 'has_cap' (string expected, got " .. T.type(cap) .. ')', 2) end
      return has(cap)
    end,
    has_any_cap = function(self, wanted)
      own(self, 'has_any_cap')
      if T.type(wanted) ~= 'table' then error("bad argument #1 to 'has_any_cap' (list of strings expected, got " .. T.type(wanted) .. ')', 2) end
      for i = 1, #wanted do if has(wanted[i]) then return true end end
      return false
    end,
    with_limits = function(self, limits)
      own(self, 'with_limits')
      return narrowed(h, limits)
    end,
  }
  methods.withlimits = methods.with_limits
  methods.hascap = methods.has_cap
  local allowed
  function h.index(_, k)
    local v = fields[k]
    if v ~= nil then return v end
    if k == 'store' then return store end
    if k == 'data' then return nothing end
    if k == 'allowed_caps' then
      allowed = allowed or H.view(T.setmetatable(names, T.arraytable))
      return allowed
    end
    if k == 'current_user' then return H.currentuser() end
    if k == 'memory_limit' then return H.memorylimit() end
    if methods[k] then return methods[k] end
    if pluginmodules[k] then return h.plugin(k) end
    return nil
  end
  h = H.swap(meta, 'held', nil, h)
  meta.__index = h.index
  return h
end

return function(ctx) return held(ctx).index end
