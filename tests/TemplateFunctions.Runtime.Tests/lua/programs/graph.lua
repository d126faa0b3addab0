local evt = ...

local function walls(x, y) return (x * 7 + y * 13) % 5 == 0 and not (x == 1 and y == 1) end

local function shortest(width, height)
  local queue, head, seen = { { x = 1, y = 1, cost = 0 } }, 1, { [1 * 1000 + 1] = true }
  while head <= #queue do
    local at = queue[head]
    head = head + 1
    if at.x == width and at.y == height then return at.cost end
    for _, step in ipairs { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } } do
      local x, y = at.x + step[1], at.y + step[2]
      local key = x * 1000 + y
      if not (x < 1 or y < 1 or x > width or y > height or seen[key] or walls(x, y)) then
        seen[key] = true
        table.insert(queue, { x = x, y = y, cost = at.cost + 1 })
      end
    end
  end
  return nil
end

local cache = { size = 0, most = 4, order = {}, values = {} }
local computed = 0

local function remember(width, height)
  local key = width .. 'x' .. height
  local at = table.find(cache.order, key)
  if at then
    table.remove(cache.order, at)
  else
    computed = computed + 1
    cache.values[key] = shortest(width, height) or -1
    if #cache.order >= cache.most then cache.values[table.remove(cache.order, 1)] = nil end
  end
  table.insert(cache.order, key)
  return cache.values[key]
end

local sum = 0
for i = 1, evt.data.n do sum = sum + remember(4 + i % 7, 5 + i % 3) end
return { sum = sum, computed = computed, cached = table.concat(cache.order, ' ') }
