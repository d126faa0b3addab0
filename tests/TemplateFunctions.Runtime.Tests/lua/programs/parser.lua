local evt = ...

local PRECEDENCE = { ['='] = 1, ['+'] = 3, ['-'] = 3, ['*'] = 4, ['/'] = 4, ['%'] = 4, ['^'] = 6 }

local function tokens(source)
  local list, at = {}, 1
  while true do
    at = string.find(source, '%S', at) or #source + 1
    if at > #source then
      table.insert(list, { kind = 'end', text = '', at = at })
      return list
    end
    local number = string.match(source, '^%d+%.?%d*', at)
    local name = not number and string.match(source, '^[%a_][%w_]*', at)
    local text = number or name or source:sub(at, at)
    if not (number or name) and not string.find('+-*/%^(),=', text, 1, true) then
      error('unexpected ' .. text .. ' at ' .. at, 0)
    end
    table.insert(list, { kind = number and 'number' or name and 'name' or 'op', text = text, at = at })
    at = at + #text
  end
end

local function parse(source)
  local list, at = tokens(source), 1
  local expression

  local function take(text)
    local token = list[at]
    if text and token.text ~= text then
      error(text .. ' expected at ' .. token.at .. ', got ' .. (token.kind == 'end' and 'the end' or token.text), 0)
    end
    at = at + 1
    return token
  end

  local function primary()
    local token = take()
    if token.kind == 'number' then
      return { kind = 'number', value = tonumber(token.text) }
    elseif token.kind == 'name' then
      if list[at].text ~= '(' then
        return { kind = 'name', name = token.text }
      end
      take('(')
      local arguments = {}
      while list[at].text ~= ')' do
        table.insert(arguments, expression(2))
        if list[at].text == ',' then take() end
      end
      take(')')
      return { kind = 'call', name = token.text, arguments = arguments }
    elseif token.text == '(' then
      local inner = expression(1)
      take(')')
      return inner
    elseif token.text == '-' then
      return { kind = 'unary', op = '-', operand = expression(5) }
    end
    error('unexpected ' .. (token.kind == 'end' and 'end' or token.text) .. ' at ' .. token.at, 0)
  end

  function expression(least)
    local left = primary()
    while true do
      local op = list[at].text
      local precedence = PRECEDENCE[op]
      if not precedence or precedence < least then return left end
      take()
      local right = expression((op == '^' or op == '=') and precedence or precedence + 1)
      left = { kind = 'binary', op = op, left = left, right = right }
    end
  end

  local result = expression(1)
  if list[at].kind ~= 'end' then
    error('unexpected ' .. list[at].text .. ' at ' .. list[at].at, 0)
  end
  return result
end

local OPERATORS = {
  ['+'] = function(a, b) return a + b end,
  ['-'] = function(a, b) return a - b end,
  ['*'] = function(a, b) return a * b end,
  ['/'] = function(a, b) return a / b end,
  ['%'] = function(a, b) return a % b end,
  ['^'] = function(a, b) return a ^ b end,
}

local variables = { pi = math.pi }

local function evaluate(node)
  if node.kind == 'number' then
    return node.value
  elseif node.kind == 'name' then
    return variables[node.name] or error(node.name .. ' has no value', 0)
  elseif node.kind == 'unary' then
    return -evaluate(node.operand)
  elseif node.kind == 'call' then
    local values = {}
    for i, argument in ipairs(node.arguments) do values[i] = evaluate(argument) end
    return math[node.name](table.unpack(values))
  elseif node.op == '=' then
    local value = evaluate(node.right)
    variables[node.left.name] = value
    return value
  end
  return OPERATORS[node.op](evaluate(node.left), evaluate(node.right))
end

local lines = {
  '1 + 2 * 3', '(1 + 2) * 3', '2 ^ 3 ^ 2', '-2 ^ 2', 'x = 10 / 4', 'y = x * 2 + max(1, 7, 3)', 'x % 2 - y', 'floor(pi * 100) / 100',
  '1 / 0', '1 +', 'foo + 1', 'sqrt(16) * abs(-2.5)', '1 $ 2', '((1)', 'a = b = 3', 'a * b',
}
local out = {}
for _ = 1, evt.data.n do
  out = {}
  for i, line in ipairs(lines) do
    local ok, result = pcall(function() return evaluate(parse(line)) end)
    if ok and math.type(result) == 'float' and result == math.floor(result) and result < math.huge then result = math.tointeger(result) end
    out[i] = ok and line .. ' -> ' .. result or line .. ' !! ' .. result
  end
end
return out
