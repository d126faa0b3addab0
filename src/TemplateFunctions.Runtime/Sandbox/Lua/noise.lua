-- math.noise: Perlin's improved gradient noise, with the permutation that he published.
local T = ...
local floor, tonumber, part = T.math.floor, T.tonumber, T.string.sub
local order = '97a0895b5a0f830dc95f6035c2e907e18c24671e458e086325f0150a17be0694f778ea4b001ac53e5efcdbcb75230b2039b12158ed953857ae147d88aba844af'
  .. '4aa547868b301ba64d929ee7536fe57a3cd385e6dc695c29372ef528f4668f3641193fa101d85049d14c84bbd05912a9c8c4878274bc9f56a4646dc6adba0340'
  .. '34d9e2fa7c7b05ca2693767eff5255d4cfce3be32f103a11b6bd1c2adfb7aad577f898022c9aa346dd99659ba72bac09811627fd13626c6e4f71e0e8b2b97068'
  .. 'daf661e4fb22f2c1eed2900cbfb3a2f1513391ebf90eef6b31c0d61fb5c76a9db854ccb07379322d7f0496fe8aeccd5dde72431d1848f38d80c34e42d73d9cb4'
local p = {}
for i = 0, 511 do
  local at = (i & 255) * 2
  p[i] = tonumber(part(order, at + 1, at + 2), 16)
end

local function fade(t) return t * t * t * (t * (t * 6 - 15) + 10) end

local function lerp(t, a, b) return a + t * (b - a) end

local function gradient(hash, x, y, z)
  local h = hash & 15
  local u = h < 8 and x or y
  local v = h < 4 and y or (h == 12 or h == 14) and x or z
  return (h & 1 == 0 and u or -u) + (h & 2 == 0 and v or -v)
end

return function(x, y, z)
  local fx, fy, fz = floor(x), floor(y), floor(z)
  local X, Y, Z = (fx // 1 | 0) & 255, (fy // 1 | 0) & 255, (fz // 1 | 0) & 255
  x, y, z = x - fx, y - fy, z - fz
  local u, v, w = fade(x), fade(y), fade(z)
  local A, B = p[X] + Y, p[X + 1] + Y
  local AA, AB, BA, BB = p[A] + Z, p[A + 1] + Z, p[B] + Z, p[B + 1] + Z
  return lerp(w,
    lerp(v, lerp(u, gradient(p[AA], x, y, z), gradient(p[BA], x - 1, y, z)),
      lerp(u, gradient(p[AB], x, y - 1, z), gradient(p[BB], x - 1, y - 1, z))),
    lerp(v, lerp(u, gradient(p[AA + 1], x, y, z - 1), gradient(p[BA + 1], x - 1, y, z - 1)),
      lerp(u, gradient(p[AB + 1], x, y - 1, z - 1), gradient(p[BB + 1], x - 1, y - 1, z - 1))))
end
