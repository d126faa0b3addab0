-- How values print: tostring and print of Lua 5.4, and what the other languages and the library files build theirs of.
local T = ...
local H, error, select, rawtype, rawtostring, metafield, concat = T.H, T.error, T.select, T.rawtype, T.rawtostring, T.H.metafield, T.table.concat

-- How the language of a template prints a number is number's business; level is whose fault a wrong __tostring is, as error counts.
local function show(v, number, level)
  local t = rawtype(v)
  if t == 'string' then return v end
  if t == 'table' or t == 'userdata' then
    local f = metafield(v, '__tostring')
    if f then
      if rawtype(f) ~= 'function' and not metafield(f, '__call') then error('attempt to call a ' .. rawtype(f) .. ' value', level or 2) end
      local s = f(v)
      if rawtype(s) == 'number' then return number(s) end
      if rawtype(s) ~= 'string' then error("'__tostring' must return a string", level or 2) end
      return s
    end
    local name = metafield(v, '__type')
    if rawtype(name) == 'string' then return name end
    return H.type(v)
  end
  if t == 'function' or t == 'thread' then return t end
  if t == 'number' then return number(v) end
  return rawtostring(v)
end

local function runtext(v) return H.floattext(v) or rawtostring(v) end

-- For library files: numbers in the language of the running template.
local function tostring(v) return show(v, runtext) end

local function tostring54(v) return show(v, rawtostring) end

local function printer(number)
  return function(...)
    local n, parts = select('#', ...), { ... }
    for i = 1, n do parts[i] = show(parts[i], number, 3) end
    T.finish(H.log(concat(parts, '\t', 1, n)))
  end
end

T.show, T.tostring, T.printer = show, tostring, printer
return { tostring = tostring54, print = printer(rawtostring) }
