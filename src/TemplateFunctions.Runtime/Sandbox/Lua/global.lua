-- Globals that are functions and used seldom enough to be made on first use.
local T = ...
local ctype, metafield, rawtype, shadows = T.H.type, T.metafield, T.rawtype, T.shadows
local function refused(name, instead)
  return function() T.error(name .. ' is not available: ' .. instead, 2) end
end

local function notable(t, name, level)
  T.error("bad argument #1 to '" .. name .. "' (table expected, got " .. rawtype(t) .. ')', level)
end

-- Of a frozen table the content is meant: see frozen.lua.
local function content(t, name)
  if rawtype(t) ~= 'table' then notable(t, name, 4) end
  return shadows[t] or t
end

-- In one piece: another run may freeze the table after it was looked at.
local function set(t, k, v)
  if shadows[t] then return 'attempt to modify a readonly table' end
  T.rawset(t, k, v)
end

return {
  notable = notable,
  newproxy = refused('newproxy', 'use a table with a metatable'),
  getfenv = refused('getfenv', 'use _G, or load with an environment'),
  setfenv = refused('setfenv', 'use load with an environment'),
  typeof = function(v)
    local t = rawtype(v)
    if t ~= 'table' and t ~= 'userdata' then return t end
    local name = metafield(v, '__type')
    if rawtype(name) == 'string' then return name end
    return ctype(v)
  end,
  collectgarbage = function(what)
    if what == nil or what == 'count' then return T.H.heapkilobytes() end
    T.error("collectgarbage: only 'count' is available", 2)
  end,
  rawget = function(t, k)
    local v = T.rawget(content(t, 'rawget'), k)
    -- A global that was not used yet is there all the same.
    if v == nil and T.isolates[t] then return t[k] end
    return v
  end,
  rawset = function(t, k, v)
    content(t, 'rawset')
    local ok, e = T.H.whole(set, t, k, v)
    if not ok then T.error(e, 0) elseif e then T.error(e, 2) end
    return t
  end,
  rawlen = function(t) return T.rawlen(rawtype(t) == 'string' and t or content(t, 'rawlen')) end,
  gcinfo = function() return T.H.heapkilobytes() // 1 end,
}
