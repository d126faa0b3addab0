-- What lowered code calls. The chunk gets a table of functions of the host, or nothing to use the globals, and returns the support table.
local host = ... or {}
local type, next, rawget, rawequal, select, error = type, next, rawget, rawequal, select, error
local string_format, string_match, string_rep, string_gsub, tonumber = string.format, string.match, string.rep, string.gsub, tonumber
local math_type, floor, unpack = math.type, math.floor, table.unpack
local metatable_of = host.getmetatable or (debug and debug.getmetatable) or getmetatable
local host_tostring = host.tostring or tostring

local MAX_EXACT = 2 ^ 53

-- The shortest text that reads back as the same double, laid out as Luau does.
local function fraction_text(value)
  if value ~= value then
    return "nan"
  elseif value == 1 / 0 then
    return "inf"
  elseif value == -1 / 0 then
    return "-inf"
  elseif value == 0 then
    return 1 / value < 0 and "-0" or "0"
  end
  local text = string_format("%.14e", value)
  if tonumber(text) ~= value then
    text = string_format("%.15e", value)
    if tonumber(text) ~= value then
      text = string_format("%.16e", value)
    end
  end
  local sign, first, rest, exponent = string_match(text, "^(%-?)(%d)%.?(%d*)e([+-]%d+)$")
  local digits = string_match(first .. rest, "^(.-)0*$")
  local count, power = #digits, tonumber(exponent)
  local dot = power + 1
  if dot < -5 or dot > 21 then
    local tail = count > 1 and "." .. digits:sub(2) or ""
    return string_format("%s%s%se%s%02d", sign, digits:sub(1, 1), tail, power < 0 and "-" or "+", power < 0 and -power or power)
  elseif dot <= 0 then
    return sign .. "0." .. string_rep("0", -dot) .. digits
  elseif dot >= count then
    return sign .. digits .. string_rep("0", dot - count)
  end
  return sign .. digits:sub(1, dot) .. "." .. digits:sub(dot + 1)
end

local function number_text(value)
  if value < MAX_EXACT and value > -MAX_EXACT and floor(value) == value and value ~= 0 then
    return string_format("%d", value)
  end
  return fraction_text(value)
end

local float_text = host.float_text or number_text

local function str(value)
  if math_type(value) == "float" then
    return float_text(value)
  end
  return value
end

local function text(value)
  if type(value) == "string" then
    return value
  elseif math_type(value) == "float" then
    return float_text(value)
  end
  return host_tostring(value)
end

local function iter(object, state, control)
  local kind = type(object)
  if kind == "function" then
    return object, state, control
  end
  local meta = metatable_of(object)
  if meta then
    local handler = rawget(meta, "__iter")
    if handler then
      local generator, start, first = handler(object)
      return generator, start, first
    elseif rawget(meta, "__call") then
      return object, state, control
    end
  end
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

local function concat(...)
  local values = { ... }
  local count = select("#", ...)
  local result = str(values[count])
  for index = count - 1, 1, -1 do
    result = str(values[index]) .. result
  end
  return result
end

local function invoke(object, name, ...)
  return object[name](object, ...)
end

return {
  str = str,
  text = text,
  iter = iter,
  divisor = divisor,
  keep = keep,
  drop = drop,
  pick = pick,
  concat = concat,
  invoke = invoke,
  float_text = float_text,
}
