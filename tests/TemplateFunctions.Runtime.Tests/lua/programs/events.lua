local evt = ...

local Bus = {}
Bus.__index = Bus
Bus.__pairs = function(self) return next, self.listeners, nil end

function Bus.new() return setmetatable({ listeners = {}, errors = {} }, Bus) end

function Bus:on(pattern, priority, call, once)
  local listener = { pattern = pattern, priority = priority, once = once or false, call = call, dead = false }
  local at = 1
  for i, other in pairs(self) do
    if other.priority >= priority then at = i + 1 end
  end
  table.insert(self.listeners, at, listener)
  return function() listener.dead = true end
end

local function matches(pattern, name)
  if pattern == name or pattern == '*' then return true end
  local stem = string.match(pattern, '^(.*)%*$')
  return stem ~= nil and name:sub(1, #stem) == stem
end

function Bus:emit(name, ...)
  local event, reached = { name = name, args = { ... }, cancelled = false }, 0
  for _, listener in pairs(self) do
    if event.cancelled then break end
    if not listener.dead and matches(listener.pattern, name) then
      listener.dead = listener.once
      local ok, problem = pcall(listener.call, event)
      if ok then
        reached = reached + 1
      else
        table.insert(self.errors, name .. ': ' .. tostring(problem))
      end
    end
  end
  local kept = {}
  for _, listener in pairs(self) do
    if not listener.dead then table.insert(kept, listener) end
  end
  self.listeners = kept
  return reached
end

local totals = { joined = 0, said = 0, other = 0, reached = 0, failed = 0, left = 0 }
for round = 1, evt.data.n do
  local bus, words = Bus.new(), 0
  bus:on('member.*', 5, function() totals.joined = totals.joined + 1 end)
  bus:on('message', 10, function(event)
    event.cancelled = event.args[1] == 'spam'
    words = words + #event.args
  end)
  bus:on('message', 1, function(event)
    totals.said = totals.said + 1
    if event.args[1] == 'crash' then error('listener', 0) end
  end)
  local off = bus:on('*', 0, function() totals.other = totals.other + 1 end)
  bus:on('member.join', 9, function() end, true)
  for i, text in ipairs { 'hi', 'spam', 'crash', 'there', 'you' } do
    totals.reached = totals.reached + bus:emit('message', text, i)
    totals.reached = totals.reached + bus:emit(i % 2 == 0 and 'member.join' or 'member.leave', i)
    if i == 4 then off() end
  end
  totals.failed = totals.failed + #bus.errors
  totals.left = totals.left + #bus.listeners + words
end
return totals
