-- math.* for Luau: without what tells integers from floats, with what Lua 5.4 has dropped.
local T = ...
local m = T.copy(T.library('math'))
local error, rawtype, rawpcall, int = T.error, T.rawtype, T.rawpcall, T.library('numbers').int
local exp, atan, log, random, fmod = m.exp, m.atan, m.log, m.random, m.fmod

m.tau, m.e, m.phi, m.sqrt2, m.nan = 2 * m.pi, exp(1), (1 + m.sqrt(5)) / 2, m.sqrt(2), 0 / 0
m.type, m.tointeger, m.ult, m.maxinteger, m.mininteger = nil, nil, nil, nil, nil

local function number(v, at, name)
  if rawtype(v) == 'number' then return v + 0.0 end
  local n = rawtype(v) == 'string' and T.tonumber(v)
  if n then return n + 0.0 end
  error('bad argument #' .. at .. " to '" .. name .. "' (number expected, got " .. (v == nil and 'no value' or T.type(v)) .. ')', 3)
end

function m.atan2(y, x) return atan(number(y, 1, 'atan2'), number(x, 2, 'atan2')) end

function m.atan(v) return atan(number(v, 1, 'atan')) end

function m.cosh(v)
  v = number(v, 1, 'cosh')
  return (exp(v) + exp(-v)) / 2
end

function m.sinh(v)
  v = number(v, 1, 'sinh')
  if v > -1e-5 and v < 1e-5 then return v end
  return (exp(v) - exp(-v)) / 2
end

function m.tanh(v)
  v = number(v, 1, 'tanh')
  if v > 20 then return 1.0 elseif v < -20 then return -1.0 elseif v > -1e-5 and v < 1e-5 then return v end
  local e = exp(2 * v)
  return (e - 1) / (e + 1)
end

function m.ldexp(v, e)
  local n = int[e] or error("bad argument #2 to 'ldexp' (number expected, got " .. T.type(e) .. ')', 2)
  v = number(v, 1, 'ldexp')
  if n > 1000 then
    v, n = v * 2.0 ^ 1000, n - 1000
  elseif n < -1000 then
    v, n = v * 2.0 ^ -1000, n + 1000
  end
  return v * 2.0 ^ n
end

function m.frexp(v)
  v = number(v, 1, 'frexp')
  if v == 0 or v ~= v or v - v ~= 0 then return v, 0 end
  local e, size = 0, v < 0 and -v or v
  if size < 2.0 ^ -1000 then size, e = size * 2.0 ^ 600, -600 end
  local power = log(size, 2) // 1 | 0
  size = power > 1000 and size / 2.0 ^ 1000 / 2.0 ^ (power - 1000) or size / 2.0 ^ power
  while size >= 1 do size, power = size / 2, power + 1 end
  while size < 0.5 do size, power = size * 2, power - 1 end
  return v < 0 and -size or size, e + power
end

function m.fmod(a, b) return fmod(number(a, 1, 'fmod'), number(b, 2, 'fmod')) end

local function drawn(ok, ...)
  if ok then return ... end
  error((T.string.gsub((...), "'[^']*'", "'random'", 1)), 2)
end

function m.random(low, high, ...)
  if low == nil then return random() end
  local a, b = int[low], high ~= nil and int[high] or nil
  if high == nil then
    if a == 0 then error("bad argument #1 to 'random' (interval is empty)", 2) end
    return drawn(rawpcall(random, a or low, ...))
  end
  return drawn(rawpcall(random, a or low, b or high, ...))
end

return m
