local evt = ...

local Resolver = {}
Resolver.__index = Resolver

function Resolver.new(roles)
  local sorted = table.move(roles, 1, #roles, 1, {})
  table.sort(sorted, function(a, b) return a.index < b.index end)
  return setmetatable({ roles = sorted, cache = {}, hits = 0 }, Resolver)
end

local function split(permission)
  local negated = permission:sub(1, 1) == '~'
  local parts = string.split(negated and permission:sub(2) or permission, '.')
  return negated, parts[1], parts[2] or '*'
end

function Resolver.resolve(self, want)
  local known = self.cache[want]
  if known ~= nil then
    self.hits = self.hits + 1
    return known
  end
  local _, namespace, name = split(want)
  local result = false
  for _, role in ipairs(self.roles) do
    local decided
    for _, permission in ipairs(role.permissions) do
      local negated, space, perm = split(permission)
      if (space == 'global' or space == namespace) and (perm == '*' or perm == name) then
        decided = not negated
        if negated then break end
      end
    end
    if decided ~= nil then
      result = decided
      break
    end
  end
  self.cache[want] = result
  return result
end

local roles = {
  { id = 'everyone', index = 100, permissions = { 'chat.read', 'chat.write' } },
  { id = 'muted', index = 2, permissions = { '~chat.write' } },
  { id = 'mod', index = 10, permissions = { 'moderation.*', '~moderation.ban', 'chat.pin' } },
  { id = 'admin', index = 1, permissions = { 'backups.*', '~backups.delete' } },
  { id = 'owner', index = 50, permissions = { 'global.*' } },
}
local wanted = { 'chat.read', 'chat.write', 'chat.pin', 'moderation.kick', 'moderation.ban', 'backups.create', 'backups.delete', 'settings.edit' }
local answers, granted, hits = {}, 0, 0
for round = 1, evt.data.n do
  local some = {}
  for i, role in ipairs(roles) do
    if round >> (i - 1) & 1 == 1 then some[#some + 1] = role end
  end
  local resolver = Resolver.new(some)
  answers = {}
  for _ = 1, 2 do
    for i, want in ipairs(wanted) do
      local allowed = resolver:resolve(want)
      granted = granted + (allowed and 1 or 0)
      answers[i] = { want = want, allowed = allowed }
    end
  end
  hits = hits + resolver.hits
end
return { granted = granted, hits = hits, answers = answers }
