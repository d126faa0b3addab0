local evt = ...

local function class(name, base)
  local meta = { name = name }
  meta.__index = meta
  meta.__tostring = function(self) return name .. '<' .. (self.label or '?') .. '>' end
  meta.new = function(...)
    local object = setmetatable({}, meta)
    if meta.init then object:init(...) end
    return object
  end
  meta.is = function(self, other)
    local at = meta
    while at do
      if at == other then return true end
      at = at.base
    end
    return false
  end
  if base then
    meta.base = base
    setmetatable(meta, { __index = base })
    for _, event in ipairs { '__add', '__eq', '__lt', '__le', '__len' } do
      meta[event] = rawget(base, event)
    end
  end
  return meta
end

local Vec = class('Vec')
function Vec:init(x, y)
  self.x, self.y = x, y
  self.label = x .. ',' .. y
end
function Vec.__add(a, b) return Vec.new(a.x + b.x, a.y + b.y) end
function Vec.__eq(a, b) return a.x == b.x and a.y == b.y end
function Vec.__len(v) return v.x ^ 2 + v.y ^ 2 end

local Entity = class('Entity')
function Entity:init(label, hp)
  self.label, self.hp, self.max, self.at = label, hp, hp, Vec.new(0, 0)
  self.log = {}
end
function Entity:hurt(by)
  self.hp = self.hp - by
  if self.hp <= 0 then
    self.hp = 0
    table.insert(self.log, self.label .. ' fell')
    return false
  end
  return true
end
function Entity:act(other)
  self.at = self.at + Vec.new(1, 0)
  return other:hurt(1)
end

local Mage = class('Mage', Entity)
function Mage:init(label)
  Entity.init(self, label, 40)
  self.mana = 10
end
function Mage:act(other)
  if self.mana >= 3 then
    self.mana = self.mana - 3
    return other:hurt(other.hp > 20 and 9 or 4)
  end
  self.mana = self.mana + 2
  return Entity.act(self, other)
end

local Troll = class('Troll', Entity)
function Troll:act(other)
  self.hp = math.min(self.max, self.hp + 1)
  return Entity.act(self, other) and other:hurt(2)
end

local rounds, blows, fallen, distance, text = evt.data.n, 0, 0, 0, ''
for round = 1, rounds do
  local mage, troll = Mage.new('ada'), Troll.new('grub', 60)
  repeat
    blows = blows + 1
    local alive = mage:act(troll) and troll:act(mage)
  until not alive
  fallen = fallen + #mage.log + #troll.log
  distance = distance + #(mage.at + troll.at)
  text = tostring(mage) .. ' ' .. tostring(troll) .. ' ' .. tostring(mage:is(Entity)) .. ' ' .. tostring(troll:is(Mage)) .. ' ' .. tostring(mage.at == Vec.new(mage.at.x, 0))
end
return { blows = blows, fallen = fallen, distance = distance, text = text }
