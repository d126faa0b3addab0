local evt = ...

local filters = {
  upper = function(v) return string.upper(v) end,
  len = function(v) return #v end,
  money = function(v) return string.format('%.2f', v) end,
  half = function(v)
    local half = v / 2
    return half == half // 1 and half // 1 | 0 or half
  end,
}

local function lookup(scope, path)
  local value = scope
  for key in string.gmatch(path, '[^.]+') do
    if type(value) ~= 'table' then return nil end
    value = value[key]
  end
  return value
end

local function compile(source)
  local at = 1
  local block

  local function variable(tag)
    local names = string.split(tag, '|')
    return function(scope, out)
      local value = lookup(scope, names[1])
      for i = 2, #names do value = filters[names[i]](value) end
      out[#out + 1] = value == nil and '' or tostring(value)
    end
  end

  local function all(parts, scope, out)
    for _, part in ipairs(parts) do part(scope, out) end
  end

  function block(ending)
    local parts = {}
    while true do
      local open, close, tag = string.find(source, '{{%s*(.-)%s*}}', at)
      if not open then
        if ending then error(ending .. ' is missing', 0) end
        local rest = source:sub(at)
        table.insert(parts, function(_, out) out[#out + 1] = rest end)
        return parts
      end
      local text = source:sub(at, open - 1)
      at = close + 1
      if text ~= '' then table.insert(parts, function(_, out) out[#out + 1] = text end) end
      if tag == ending then return parts end
      local each, list = string.match(tag, '^for (%w+) in ([%w.]+)$')
      local condition = string.match(tag, '^if ([%w.]+)$')
      if each then
        local body = block('end')
        table.insert(parts, function(scope, out)
          for i, item in ipairs(lookup(scope, list)) do
            all(body, setmetatable({ [each] = item, index = i }, { __index = scope }), out)
          end
        end)
      elseif condition then
        local body = block('end')
        table.insert(parts, function(scope, out)
          if lookup(scope, condition) then all(body, scope, out) end
        end)
      else
        table.insert(parts, variable(tag))
      end
    end
  end

  local parts = block(nil)
  return function(scope)
    local out = {}
    all(parts, scope, out)
    return table.concat(out)
  end
end

local source = 'Hello {{ user.name|upper }}! {{if user.vip}}VIP {{end}}You have {{user.items|len}} items:\n{{for item in user.items}}{{index}}. {{item.name}} for {{item.price|money}} (half {{item.price|half}})\n{{end}}Total {{ total }}.{{missing}}'
local scope = { user = { name = 'ada', vip = true, items = { { name = 'lamp', price = 10 }, { name = 'rope', price = 2.5 }, { name = 'map', price = 7 } } }, total = 19.5 }
local text, size = '', 0
for i = 1, evt.data.n do
  scope.user.vip = i % 2 == 0
  text = compile(source)(scope)
  size = size + #text
end
local ok, problem = pcall(compile, '{{if x}}')
return { text = text, size = size, problem = problem }
