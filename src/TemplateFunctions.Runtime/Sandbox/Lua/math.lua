-- math.*: stock and Luau's additions. randomseed does not tell the seed: it is made from an address.
local T = ...
local m = T.copy(T.math)
local seed, floor, ceil, error = m.randomseed, m.floor, m.ceil, T.error

function m.randomseed(...) seed(...) end

function m.clamp(v, low, high)
  if low > high then error("bad argument #3 to 'clamp' (max must be greater than or equal to min)", 2) end
  return v < low and low or v > high and high or v
end

function m.sign(v) return v > 0 and 1 or v < 0 and -1 or 0 end

function m.round(v)
  if v >= 0 then return floor(v + 0.5) end
  return ceil(v - 0.5)
end

function m.lerp(a, b, t) return t == 1 and b or a + (b - a) * t end

function m.map(v, fromlow, fromhigh, tolow, tohigh)
  return tolow + (v - fromlow) * (tohigh - tolow) / (fromhigh - fromlow)
end

function m.isnan(v) return v ~= v end

function m.isinf(v) return v == m.huge or v == -m.huge end

function m.isfinite(v) return v == v and v ~= m.huge and v ~= -m.huge end

function m.pow(a, b) return a ^ b end

function m.log10(v) return m.log(v, 10) end

function m.noise(x, y, z) return T.library('noise')(x, y or 0, z or 0) end

return m
