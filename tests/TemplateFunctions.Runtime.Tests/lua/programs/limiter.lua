local evt = ...

local function limit(rate, burst) return { rate = rate, burst = burst, buckets = {} } end

local function take(self, who, now, cost)
  local price = cost or 1
  local bucket = self.buckets[who]
  if not bucket then
    bucket = { tokens = self.burst, at = now }
    self.buckets[who] = bucket
  end
  bucket.tokens = math.min(self.burst, bucket.tokens + (now - bucket.at) * self.rate)
  bucket.at = now
  if bucket.tokens < price then return false, (price - bucket.tokens) / self.rate end
  bucket.tokens = bucket.tokens - price
  return true, 0
end

local function slide(self, who, now)
  local hits = self.hits[who] or {}
  self.hits[who] = hits
  while hits[1] and hits[1] <= now - self.size do table.remove(hits, 1) end
  if #hits >= self.most then return false end
  table.insert(hits, now)
  return true
end

local function describe(seconds)
  if seconds < 60 then return string.format('%.1fs', seconds) end
  return seconds // 60 .. 'm' .. math.floor(seconds % 60) .. 's'
end

local users, guild = limit(0.1, 3), limit(2, 10)
local window = { size = 300, most = 5, hits = {} }
local allowed, denied, longest, seed, now = 0, 0, 0, 42, 0
for i = 1, evt.data.n * 10 do
  seed = (seed * 16807) % 2147483647
  now = now + seed % 7
  local who = 'user-' .. seed % 13
  local ok, wait = take(users, who, now)
  if ok then
    ok, wait = take(guild, 'guild', now, seed % 5 == 0 and 2 or 1)
  end
  if not ok or not slide(window, who, now) then
    denied = denied + 1
    longest = math.max(longest, wait)
  else
    allowed = allowed + 1
  end
end
return { allowed = allowed, denied = denied, longest = describe(longest), clock = describe(now), share = math.round(allowed / (allowed + denied) * 100) }
