-- math.noise: Perlin's improved gradient noise with the classic permutation, made from a fixed generator.
local T = ...
local floor = T.math.floor
local p = {}
do
  local order, state = {}, 42
  for i = 0, 255 do order[i] = i end
  for i = 255, 1, -1 do
    state = (state * 1103515245 + 12345) & 0x7fffffff
    local j = state % (i + 1)
    order[i], order[j] = order[j], order[i]
  end
  for i = 0, 511 do p[i] = order[i & 255] end
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
