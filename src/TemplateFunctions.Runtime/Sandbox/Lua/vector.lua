-- vector.*: three numbers that cannot be changed. A vector is an empty userdata; its numbers are known to this file alone.
local T = ...
local error, rawtype, userdata, sqrt, m = T.error, T.rawtype, T.userdata, T.math.sqrt, T.math
local floor, ceil, abs, atan = m.floor, m.ceil, m.abs, m.atan
local parts = T.rawsetmetatable({}, T.weak)
local meta = { __metatable = false, __type = 'vector', __newindex = T.readonly }
T.typenames[meta] = 'vector'
local axes = { x = 1, y = 2, z = 3, X = 1, Y = 2, Z = 3 }

local function number(v, at)
  if rawtype(v) ~= 'number' then error('bad argument #' .. at .. " to 'create' (number expected, got " .. rawtype(v) .. ')', 3) end
  return v * 1.0
end

local function make(x, y, z)
  local v = userdata(meta)
  parts[v] = { x, y, z }
  return v
end

local function of(v, name)
  local p = parts[v]
  if not p then error("bad argument to '" .. name .. "' (vector expected, got " .. rawtype(v) .. ')', 3) end
  return p
end

-- Either operand may be a number where a scale makes sense.
local function pair(a, b, name, scales)
  local p, q = parts[a], parts[b]
  if not p and scales and rawtype(a) == 'number' then p = { a, a, a } end
  if not q and scales and rawtype(b) == 'number' then q = { b, b, b } end
  if not p or not q then error('attempt to perform arithmetic (' .. name .. ') on a vector and a ' .. rawtype(parts[a] and b or a), 3) end
  return p, q
end

function meta.__index(v, k)
  local i = axes[k]
  if i then return parts[v][i] end
  error("attempt to index vector with '" .. T.tostring(k) .. "'", 2)
end

function meta.__eq(a, b)
  local p, q = parts[a], parts[b]
  return p ~= nil and q ~= nil and p[1] == q[1] and p[2] == q[2] and p[3] == q[3]
end

function meta.__tostring(v)
  local p = parts[v]
  return T.tostring(p[1]) .. ', ' .. T.tostring(p[2]) .. ', ' .. T.tostring(p[3])
end

function meta.__add(a, b) local p, q = pair(a, b, 'add') return make(p[1] + q[1], p[2] + q[2], p[3] + q[3]) end
function meta.__sub(a, b) local p, q = pair(a, b, 'sub') return make(p[1] - q[1], p[2] - q[2], p[3] - q[3]) end
function meta.__mul(a, b) local p, q = pair(a, b, 'mul', true) return make(p[1] * q[1], p[2] * q[2], p[3] * q[3]) end
function meta.__div(a, b) local p, q = pair(a, b, 'div', true) return make(p[1] / q[1], p[2] / q[2], p[3] / q[3]) end
function meta.__idiv(a, b) local p, q = pair(a, b, 'idiv', true) return make(floor(p[1] / q[1]), floor(p[2] / q[2]), floor(p[3] / q[3])) end
function meta.__unm(a) local p = parts[a] return make(-p[1], -p[2], -p[3]) end

local function dot(p, q) return p[1] * q[1] + p[2] * q[2] + p[3] * q[3] end

local function each(name, f)
  return function(v) local p = of(v, name) return make(f(p[1]), f(p[2]), f(p[3])) end
end

local function fold(name, better)
  return function(first, ...)
    local p = of(first, name)
    local x, y, z = p[1], p[2], p[3]
    for i = 1, T.select('#', ...) do
      local q = of((T.select(i, ...)), name)
      x, y, z = better(x, q[1]), better(y, q[2]), better(z, q[3])
    end
    return make(x, y, z)
  end
end

local function cross(p, q) return p[2] * q[3] - p[3] * q[2], p[3] * q[1] - p[1] * q[3], p[1] * q[2] - p[2] * q[1] end

return {
  create = function(x, y, z) return make(number(x, 1), number(y, 2), number(z == nil and 0 or z, 3)) end,
  zero = make(0.0, 0.0, 0.0),
  one = make(1.0, 1.0, 1.0),
  magnitude = function(v) local p = of(v, 'magnitude') return sqrt(dot(p, p)) end,
  normalize = function(v)
    local p = of(v, 'normalize')
    local n = sqrt(dot(p, p))
    return make(p[1] / n, p[2] / n, p[3] / n)
  end,
  cross = function(a, b) return make(cross(of(a, 'cross'), of(b, 'cross'))) end,
  dot = function(a, b) return dot(of(a, 'dot'), of(b, 'dot')) end,
  angle = function(a, b, axis)
    local p, q = of(a, 'angle'), of(b, 'angle')
    local c = { cross(p, q) }
    local angle = atan(sqrt(dot(c, c)), dot(p, q))
    if axis ~= nil and dot(c, of(axis, 'angle')) < 0 then angle = -angle end
    return angle
  end,
  floor = each('floor', floor),
  ceil = each('ceil', ceil),
  abs = each('abs', abs),
  sign = each('sign', function(v) return v > 0 and 1.0 or v < 0 and -1.0 or 0.0 end),
  min = fold('min', m.min),
  max = fold('max', m.max),
  clamp = function(v, low, high)
    local p, a, b = of(v, 'clamp'), of(low, 'clamp'), of(high, 'clamp')
    return make(m.max(a[1], m.min(b[1], p[1])), m.max(a[2], m.min(b[2], p[2])), m.max(a[3], m.min(b[3], p[3])))
  end,
  lerp = function(a, b, t)
    local p, q = of(a, 'lerp'), of(b, 'lerp')
    return make(p[1] + (q[1] - p[1]) * t, p[2] + (q[2] - p[2]) * t, p[3] + (q[3] - p[3]) * t)
  end,
}
