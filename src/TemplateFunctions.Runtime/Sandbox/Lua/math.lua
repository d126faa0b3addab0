-- math.*: stock and Luau's additions. randomseed does not tell the seed: it is made from an address.
local T = ...
local m = T.copy(T.math)
local seed, floor, ceil, error, rawtype = m.randomseed, m.floor, m.ceil, T.error, T.rawtype

-- Two numbers as a rule; what else there may be is read one by one: see string_more.lua.
local function extreme(name, better)
  m[name] = function(...)
    local a, b = ...
    if rawtype(a) == 'number' and rawtype(b) == 'number' and T.select('#', ...) == 2 then return better(a, b) end
    return T.library('string_more')[name](...)
  end
end

extreme('max', function(a, b) return a < b and b or a end)
extreme('min', function(a, b) return b < a and b or a end)

local function number(v, at, name)
  if rawtype(v) == 'number' then return v end
  local n = rawtype(v) == 'string' and T.tonumber(v)
  if n then return n end
  error('bad argument #' .. at .. " to '" .. name .. "' (number expected, got " .. (v == nil and 'no value' or T.type(v)) .. ')', 3)
end

function m.randomseed(...)
  if ... ~= nil then number((...), 1, 'randomseed') end
  seed(...)
end

function m.clamp(v, low, high)
  v, low, high = number(v, 1, 'clamp'), number(low, 2, 'clamp'), number(high, 3, 'clamp')
  if low > high then error("bad argument #3 to 'clamp' (max must be greater than or equal to min)", 2) end
  return v < low and low or v > high and high or v
end

function m.sign(v)
  v = number(v, 1, 'sign')
  return v > 0 and 1 or v < 0 and -1 or 0
end

function m.round(v)
  v = number(v, 1, 'round')
  local whole = v < 0 and ceil(v) or floor(v)
  if v - whole >= 0.5 then return whole + 1 elseif whole - v >= 0.5 then return whole - 1 end
  return whole
end

function m.lerp(a, b, t)
  a, b, t = number(a, 1, 'lerp'), number(b, 2, 'lerp'), number(t, 3, 'lerp')
  return t == 1 and b or a + (b - a) * t
end

function m.map(v, fromlow, fromhigh, tolow, tohigh)
  v, fromlow, fromhigh = number(v, 1, 'map'), number(fromlow, 2, 'map'), number(fromhigh, 3, 'map')
  tolow, tohigh = number(tolow, 4, 'map'), number(tohigh, 5, 'map')
  return tolow + (v - fromlow) * (tohigh - tolow) / (fromhigh - fromlow)
end

function m.isnan(v)
  v = number(v, 1, 'isnan')
  return v ~= v
end

function m.isinf(v)
  v = number(v, 1, 'isinf')
  return v == m.huge or v == -m.huge
end

function m.isfinite(v) return number(v, 1, 'isfinite') - v == 0 end

function m.pow(a, b) return number(a, 1, 'pow') ^ number(b, 2, 'pow') end

function m.log10(v) return m.log(number(v, 1, 'log10'), 10) end

function m.noise(x, y, z)
  x, y, z = number(x, 1, 'noise'), y == nil and 0 or number(y, 2, 'noise'), z == nil and 0 or number(z, 3, 'noise')
  return T.library('noise')(x, y, z)
end

return m
