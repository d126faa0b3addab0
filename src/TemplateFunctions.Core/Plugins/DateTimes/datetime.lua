-- @antiraid/datetime: DateTime, TimeDelta and Timezone are sealed values, their text kept where no script can reach; F calculates.
local F, T = ...
local userdata, metafield, rawtype, readonly, error = T.userdata, T.metafield, T.rawtype, T.readonly, T.error

local NANOS = {
  nanos = 1, micros = 1000, millis = 1000000, seconds = 1000000000, minutes = 60000000000, hours = 3600000000000,
  days = 86400000000000, weeks = 604800000000000,
}

local function is(kind, v) return rawtype(v) == 'userdata' and metafield(v, '__type') == kind end

local function expect(kind, v)
  if not is(kind, v) then error(kind .. ' expected, got ' .. T.tostring(rawtype(v) == 'userdata' and metafield(v, '__type') or T.type(v)), 3) end
  return v
end

-- TimeDelta
local deltameta = { __metatable = false, __type = 'TimeDelta', __newindex = readonly }
local function delta(text) return userdata(deltameta, text) end
local deltamethods = { offset_string = function(self) return F.deltaoffset(expect('TimeDelta', self)) end }

deltameta.__index = function(self, name)
  if NANOS[name] then return F.deltafield(self, NANOS[name]) end
  if name == 'as_secs' then return F.deltafield(self, 0) end
  return deltamethods[name]
end
deltameta.__sub = function(a, b) return delta(F.deltasum(expect('TimeDelta', a), expect('TimeDelta', b), -1)) end
deltameta.__eq = function(a, b) return is('TimeDelta', a) and is('TimeDelta', b) and F.deltacompare(a, b) == 0 end
deltameta.__lt = function(a, b) return F.deltacompare(expect('TimeDelta', a), expect('TimeDelta', b)) < 0 end
deltameta.__le = function(a, b) return F.deltacompare(expect('TimeDelta', a), expect('TimeDelta', b)) <= 0 end
deltameta.__tostring = function(self) return T.tostring(F.deltafield(self, 0)) .. 's' end

-- DateTime: one metatable a zone, so that the zone travels with the value.
local function datetime(zone, text) return userdata(zone.meta, text) end
local function zoneof(v) return metafield(v, 'zone') end

local function shift(a, b, sign) return datetime(zoneof(a), F.shift(a, expect('TimeDelta', b), sign)) end

deltameta.__add = function(a, b)
  if is('DateTime', a) then return shift(a, b, 1) end
  if is('DateTime', b) then return shift(b, a, 1) end
  return delta(F.deltasum(expect('TimeDelta', a), expect('TimeDelta', b), 1))
end

local methods = {
  with_timezone = function(self, zone) return datetime(metafield(expect('TimeZone', zone), 'zone'), F.same(expect('DateTime', self))) end,
  format = function(self, format) return F.format(expect('DateTime', self), zoneof(self).name, format) end,
  duration_since = function(self, other) return delta(F.since(expect('DateTime', self), expect('DateTime', other))) end,
}
local function datetimemeta(zone)
  return {
    __metatable = false, __type = 'DateTime', __newindex = readonly, zone = zone,
    __index = function(self, name)
      if methods[name] then return methods[name] end
      if name == 'timezone' or name == 'tz' then return zone.value end
      if name == 'base_offset' then return delta(F.offset(self, zone.name, false)) end
      if name == 'dst_offset' then return delta(F.offset(self, zone.name, true)) end
      if rawtype(name) ~= 'string' then return nil end
      return F.field(self, zone.name, name)
    end,
    __add = deltameta.__add,
    __sub = function(a, b)
      if is('DateTime', a) and is('DateTime', b) then return delta(F.since(a, b)) end
      return shift(expect('DateTime', a), b, -1)
    end,
    __eq = function(a, b) return is('DateTime', a) and is('DateTime', b) and F.compare(a, b) == 0 end,
    __lt = function(a, b) return F.compare(expect('DateTime', a), expect('DateTime', b)) < 0 end,
    __le = function(a, b) return F.compare(expect('DateTime', a), expect('DateTime', b)) <= 0 end,
    __tostring = function(self) return F.text(self, zone.name) end,
  }
end

-- Timezone
local zones = {}
local utc

local function both(zone, all, first, second)
  if all and second then return datetime(zone, first), datetime(zone, second) end
  return datetime(zone, first)
end

local function fromunit(nanos)
  return function(self, value)
    local zone = metafield(expect('TimeZone', self), 'zone')
    return datetime(zone, F.epoch(value, nanos))
  end
end

local function zonemethod(body)
  return function(self, ...) return body(metafield(expect('TimeZone', self), 'zone'), ...) end
end

local zonemethods = {
  now = zonemethod(function(zone) return datetime(zone, F.now()) end),
  fromString = zonemethod(function(zone, text) return datetime(zone, F.parse(text, zone.name)) end),
  utcToTz = zonemethod(function(zone, y, mo, d, h, mi, s) return datetime(zone, (F.wall('UTC', y, mo, d, h, mi, s))) end),
  tzToUtc = zonemethod(function(zone, y, mo, d, h, mi, s, all) return both(utc, all, F.wall(zone.name, y, mo, d, h, mi, s)) end),
  timeUtcToTz = zonemethod(function(zone, h, mi, s) return datetime(zone, (F.today('UTC', h, mi, s))) end),
  timeTzToUtc = zonemethod(function(zone, h, mi, s) return datetime(utc, (F.today(zone.name, h, mi, s))) end),
  fromTime = fromunit(NANOS.seconds),
  fromTimeMillis = fromunit(NANOS.millis),
  fromTimeMicros = fromunit(NANOS.micros),
  fromTimeNanos = fromunit(NANOS.nanos),
}

local function newzone(name)
  local zone = zones[name]
  if zone == nil then
    zone = { name = F.zone(name) }
    zone.meta = datetimemeta(zone)
    zone.value = userdata({
      __metatable = false, __type = 'TimeZone', __newindex = readonly, zone = zone,
      __index = function(_, key) return key == 'name' and zone.name or zonemethods[key] end,
      __eq = function(a, b) return is('TimeZone', a) and is('TimeZone', b) and metafield(a, 'zone').name == metafield(b, 'zone').name end,
      __tostring = function() return zone.name end,
    }, '"' .. zone.name .. '"')
    zones[name] = zone
  end
  return zone
end

utc = newzone('UTC')

local module = {
  new = function(name)
    if rawtype(name) ~= 'string' then error("bad argument #1 to 'new' (name of a time zone expected)", 2) end
    return newzone(name).value
  end,
  UTC = utc.value,
}
for unit, nanos in T.next, NANOS do
  module['timedelta_' .. unit] = function(value) return delta(F.delta(value, nanos)) end
end
return module
