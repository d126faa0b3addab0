-- What lowered code calls. The chunk gets a table of functions of the host, or nothing to use the globals, and returns the support table.
local host = ... or {}
local type, next, rawget, rawequal, error, getmetatable = type, next, rawget, rawequal, error, getmetatable
local raw_type, raw_next = host.type or type, host.next or next
local string_format, string_match, string_rep, string_sub, string_byte = string.format, string.match, string.rep, string.sub, string.byte
local tonumber, setmetatable, rawset = tonumber, setmetatable, rawset
local math_type, floor, table_concat = math.type, math.floor, table.concat
local metatable_of = host.getmetatable or (debug and debug.getmetatable) or getmetatable
local host_tostring = host.tostring or tostring

local MAX_EXACT = 2 ^ 53

-- Further than any string reaches.
local MAX_POSITION = 1 << 53
-- Below this, doubles have fewer digits.
local SUBNORMAL = 2.0 ^ -1022

-- The shortest text that reads back as the same double, laid out as Luau does.
local function fraction_text(value)
  if value - value ~= 0 then
    return value ~= value and "nan" or value > 0 and "inf" or "-inf"
  end
  local precision = value < SUBNORMAL and value > -SUBNORMAL and 0 or 14
  local text
  repeat
    text = string_format("%." .. precision .. "e", value)
    precision = precision + 1
  until tonumber(text) == value
  local sign, first, rest, exponent = string_match(text, "^(%-?)(%d)%.?(%d*)e([+-]%d+)$")
  local digits = string_match(first .. rest, "^(.-)0*$")
  local count, power = #digits, tonumber(exponent)
  local dot = power + 1
  if dot < -5 or dot > 21 then
    local tail = count > 1 and "." .. string_sub(digits, 2) or ""
    return string_format("%s%s%se%s%02d", sign, string_sub(digits, 1, 1), tail, power < 0 and "-" or "+", power < 0 and -power or power)
  elseif dot <= 0 then
    return sign .. "0." .. string_rep("0", -dot) .. digits
  elseif dot >= count then
    return sign .. digits .. string_rep("0", dot - count)
  end
  return sign .. string_sub(digits, 1, dot) .. "." .. string_sub(digits, dot + 1)
end

-- Minus zero prints as 0: Lua 5.4 gets it from % where Luau gets 0.
local function number_text(value)
  if value < MAX_EXACT and value > -MAX_EXACT and floor(value) == value then
    return string_format("%d", value)
  end
  return fraction_text(value)
end

local float_text = host.float_text or number_text

-- A whole float goes into .. as an integer, which prints as Luau prints the float.
local function str(value)
  if math_type(value) == "float" then
    if value // 1 == value and value < MAX_EXACT and value > -MAX_EXACT then
      return value // 1 | 0
    end
    return float_text(value)
  end
  return value
end

local function text(value)
  local kind = raw_type(value)
  if kind == "string" then
    return value
  elseif kind == "number" then
    return str(value) .. ""
  end
  return host_tostring(value)
end

-- Between other parts of a string a number need not become a string first.
local function part(value)
  local kind = raw_type(value)
  if kind == "string" then
    return value
  elseif kind == "table" then
    local meta = metatable_of(value)
    local printer = meta and rawget(meta, "__tostring")
    if raw_type(printer) ~= "function" then
      return host_tostring(value)
    end
    local printed = printer(value)
    if raw_type(printed) ~= "string" then
      error("'__tostring' must return a string", 2)
    end
    return printed
  elseif kind == "boolean" then
    return value and "true" or "false"
  elseif kind ~= "number" then
    return host_tostring(value)
  elseif value // 1 == value and value < MAX_EXACT and value > -MAX_EXACT then
    return value // 1 | 0
  elseif math_type(value) == "float" then
    return float_text(value)
  end
  return value
end

-- What str and part make of their keys. Small whole numbers, of either kind, cost one look-up; nothing else is kept, for looking for a long
-- string would read it to its end.
local function remembered(convert)
  return setmetatable({}, {
    __index = function(known, value)
      local result = convert(value)
      if math_type(value) ~= nil and math_type(result) == "integer" and result >= 0 and result <= 512 then
        rawset(known, result, result)
      end
      return result
    end,
  })
end

local function iter(object, state, control)
  local meta = metatable_of(object)
  if meta == nil then
    local kind = raw_type(object)
    if kind == "table" then
      return raw_next, object
    elseif kind == "function" then
      return object, state, control
    end
  else
    local handler = rawget(meta, "__iter")
    if handler then
      if raw_type(handler) ~= "function" then
        local called = metatable_of(handler)
        if not called or not rawget(called, "__call") then
          error("attempt to call a " .. type(handler) .. " value", 2)
        end
      end
      local generator, start, first = handler(object)
      if generator == next and metatable_of(start) == nil then
        generator = raw_next
      end
      return generator, start, first
    elseif rawget(meta, "__call") then
      return object, state, control
    end
  end
  local kind = type(object)
  if kind == "table" then
    return next, object
  end
  error("attempt to iterate over a " .. kind .. " value", 2)
end

local function divisor(value)
  if value == 0 then
    return value * 1.0
  end
  return value
end

-- Stand-ins that are true, for values that are not.
local NIL, FALSE = {}, {}

local function keep(value)
  if value == nil then
    return NIL
  elseif value == false then
    return FALSE
  end
  return value
end

local function drop(value)
  if rawequal(value, NIL) then
    return nil
  elseif rawequal(value, FALSE) then
    return false
  end
  return value
end

local function pick(condition, yes, no)
  if condition then
    return yes
  end
  return no
end

local function is_text(value)
  local kind = type(value)
  return kind == "string" or kind == "number"
end

local function can_concat(left, right)
  if is_text(left) and is_text(right) then
    return true
  end
  local left_meta, right_meta = metatable_of(left), metatable_of(right)
  return (left_meta and rawget(left_meta, "__concat") or right_meta and rawget(right_meta, "__concat")) ~= nil
end

-- The first count values of a list, concatenated from the right.
local function concat(values, count)
  local plain = true
  for index = 1, count do
    local value = str(values[index])
    values[index] = value
    plain = plain and is_text(value)
  end
  if plain then
    return table_concat(values, "", 1, count)
  end
  local result = values[count]
  for index = count - 1, 1, -1 do
    local left = values[index]
    result = str(result)
    if not can_concat(left, result) then
      error("attempt to concatenate a " .. type(is_text(left) and result or left) .. " value", 2)
    end
    result = left .. result
  end
  return result
end

local function invoke(object, name, ...)
  if object == nil or type(object) == "boolean" or type(object) == "number" or type(object) == "function" then
    error("attempt to index a " .. type(object) .. " value", 2)
  end
  local method = object[name]
  if method == nil then
    error("attempt to call a nil value (method '" .. name .. "')", 2)
  end
  return method(object, ...)
end

-- positions[v] is v as an integer without its fraction, nil when it is no number. The common ones cost one look-up.
local positions = setmetatable({}, {
  __index = function(known, value)
    local number = tonumber(value)
    if not number then
      return nil
    elseif not (number < MAX_EXACT and number > -MAX_EXACT) then
      return number > 0 and MAX_POSITION or -MAX_POSITION
    end
    local whole = (number < 0 and -(-number // 1) or number // 1) | 0
    if whole > 0 and whole <= 1024 and whole == value then
      rawset(known, whole, whole)
    end
    return whole
  end,
})

local function refuse_position(name, first, last)
  local at = positions[first] and 2 or 1
  error("bad argument #" .. at .. " to '" .. name .. "' (number expected, got " .. type(at == 1 and first or last) .. ")", 3)
end

local function invoke_with(object, name, first, last)
  if last == nil then
    return invoke(object, name, first)
  end
  return invoke(object, name, first, last)
end

-- Methods of strings that take positions, or methods of the author's by the same name.
local function sub(object, first, last)
  if raw_type(object) ~= "string" then
    return invoke_with(object, "sub", first, last)
  end
  local from, to = positions[first], last == nil and -1 or positions[last]
  if from and to then
    return string_sub(object, from, to)
  end
  refuse_position("sub", first, last)
end

local function byte(object, first, last)
  if raw_type(object) ~= "string" then
    return invoke_with(object, "byte", first, last)
  end
  local from = first == nil and 1 or positions[first]
  local to = last == nil and from or positions[last]
  if from and to then
    return string_byte(object, from, to)
  end
  refuse_position("byte", first == nil and 1 or first, last)
end

-- The same for arguments that only the call itself counts: strings take two, methods of the author's all.
local function open(name, positioned)
  return function(object, ...)
    if raw_type(object) ~= "string" then
      return invoke(object, name, ...)
    end
    return positioned(object, ...)
  end
end

return {
  str = str, text = text, part = part, strs = remembered(str), parts = remembered(part), float_text = float_text,
  type = raw_type, kind = math_type, next = raw_next, iter = iter, divisor = divisor, sub = sub, byte = byte, subopen = open("sub", sub), byteopen = open("byte", byte),
  keep = keep, drop = drop, pick = pick, concat = concat, invoke = invoke,
}
