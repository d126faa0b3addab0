local evt = ...

local function sieve(most)
  local composite, primes = {}, 0
  for i = 2, most do
    if not composite[i] then
      primes = primes + 1
      for j = i * i, most, i do composite[j] = true end
    end
  end
  return primes
end

local function product(size)
  local a, b = {}, {}
  for i = 1, size do
    a[i], b[i] = {}, {}
    for j = 1, size do
      a[i][j] = i + j
      b[i][j] = i * j
    end
  end
  local trace = 0
  for i = 1, size do
    for j = 1, size do
      local sum = 0
      for k = 1, size do sum = sum + a[i][k] * b[k][j] end
      if i == j then trace = trace + sum end
    end
  end
  return trace
end

local function gcd(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

local function attract(steps)
  local bodies = {
    { x = 0, y = 0, vx = 0, vy = 0, mass = 100 },
    { x = 10, y = 0, vx = 0, vy = 3, mass = 1 },
    { x = -20, y = 0, vx = 0, vy = -2, mass = 2 },
  }
  for _ = 1, steps do
    for i, a in ipairs(bodies) do
      for j = i + 1, #bodies do
        local b = bodies[j]
        local dx, dy = a.x - b.x, a.y - b.y
        local d2 = dx * dx + dy * dy
        local force = 0.01 / (d2 * math.sqrt(d2))
        a.vx = a.vx - dx * b.mass * force
        a.vy = a.vy - dy * b.mass * force
        b.vx = b.vx + dx * a.mass * force
        b.vy = b.vy + dy * a.mass * force
      end
    end
    for _, body in ipairs(bodies) do
      body.x = body.x + body.vx * 0.01
      body.y = body.y + body.vy * 0.01
    end
  end
  return math.floor(bodies[2].x * 1000) / 1000
end

local primes, trace, divisors = 0, 0, 0
for i = 1, evt.data.n do
  for j = 1, 20 do divisors = divisors + gcd(i * 6, j * 4) end
  if i % 20 == 0 then
    primes = primes + sieve(1000)
    trace = trace + product(8)
  end
end
return { primes = primes, trace = trace, divisors = divisors, x = attract(evt.data.n) }
