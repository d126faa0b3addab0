local evt = ...

local ESCAPES = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\t'] = '\\t' }

local function number(value)
  if math.type(value) == 'float' and value == value // 1 then value = value // 1 | 0 end
  return tostring(value)
end

local function write(value, out)
  local kind = type(value)
  if kind == 'string' then
    table.insert(out, '"' .. string.gsub(value, '["\\\n\t]', ESCAPES) .. '"')
  elseif kind == 'number' then
    table.insert(out, number(value))
  elseif kind ~= 'table' then
    table.insert(out, tostring(value))
  elseif #value > 0 then
    for i, item in ipairs(value) do
      table.insert(out, i == 1 and '[' or ',')
      write(item, out)
    end
    table.insert(out, ']')
  else
    local keys = {}
    for key in pairs(value) do table.insert(keys, key) end
    table.sort(keys)
    table.insert(out, '{')
    for i, key in ipairs(keys) do
      table.insert(out, (i > 1 and ',' or '') .. '"' .. key .. '":')
      write(value[key], out)
    end
    table.insert(out, '}')
  end
end

local function read(text)
  local at = 1
  local value

  local function space()
    while text:sub(at, at) == ' ' do at = at + 1 end
  end

  local function str()
    at = at + 1
    local out = {}
    while true do
      local c = text:sub(at, at)
      at = at + 1
      if c == '"' then
        return table.concat(out)
      elseif c == '' then
        error('unfinished string', 0)
      elseif c == '\\' then
        local e = text:sub(at, at)
        at = at + 1
        c = e == 'n' and '\n' or e == 't' and '\t' or e
      end
      table.insert(out, c)
    end
  end

  function value()
    space()
    local c = text:sub(at, at)
    if c == '"' then
      return str()
    elseif c == '[' or c == '{' then
      local result, ending = {}, c == '[' and ']' or '}'
      at = at + 1
      space()
      while text:sub(at, at) ~= ending do
        if c == '[' then
          result[#result + 1] = value()
        else
          local key = str()
          space()
          at = at + 1
          result[key] = value()
        end
        space()
        if text:sub(at, at) == ',' then
          at = at + 1
          space()
        end
      end
      at = at + 1
      return result
    end
    local word = string.match(text, '^[%w.+-]+', at)
    if not word then error('unexpected ' .. c .. ' at ' .. at, 0) end
    at = at + #word
    if word == 'true' or word == 'false' then return word == 'true' end
    return tonumber(word)
  end

  return value()
end

local source = '{"name": "Ada \\"L\\"", "tags": ["a", "b\\n", "c"], "age": 36, "ratio": 0.25, "ok": true, "deep": {"x": [1, 2, [3, {"y": -1.5e3}]], "empty": {}}}'
local text, total = '', 0
for _ = 1, evt.data.n do
  local data = read(source)
  data.age = data.age + 1
  data.half = data.age / 2
  data.sum = data.deep.x[3][2].y * 2
  local out = {}
  write(data, out)
  text = table.concat(out)
  total = total + #text
end
local _, problem = pcall(read, '[1, ?]')
return { text = text, total = total, problem = problem }
