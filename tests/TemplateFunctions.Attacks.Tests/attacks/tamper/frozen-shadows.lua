-- The shadow of a frozen table, asked for by every metamethod that gets to see the table it is called for.
-- expect: held
local seen = {}
local function see(...)
  for _, v in ipairs { ... } do
    if type(v) == 'table' then seen[v] = true end
  end
end
local meta = {}
for _, k in ipairs { '__index', '__len', '__call', '__concat', '__unm', '__add', '__eq', '__lt', '__le', '__close', '__tostring', '__iter' } do
  meta[k] = function(...)
    see(...)
    if k == '__eq' then return true end
    return k == '__tostring' and 'x' or nil
  end
end
local function ask(t)
  for _, f in ipairs {
    function() return t.none end, function() return #t end, function() return t() end, function() return t .. 'x' end, function() return -t end,
    function() return t + 1 end, function() return t == {} end, function() return t < t end, function() return t <= t end,
    function() local x <close> = t end, function() return tostring(t) end, function() return pairs(t) end, function() return ipairs(t) end,
    function() return next(t) end, function() return table.unpack(t) end, function() return table.concat(t) end, function() return table.sort(t) end,
    function() return table.clone(t) end, function() return table.move(t, 1, 3, 1, {}) end, function() return table.insert(t, 1) end,
    function() return rawset(t, 'a', 9) end, function() return table.clear(t) end, function() return table.find(t, t) end,
  } do
    see(select(2, pcall(f)))
  end
end
local early = table.freeze(setmetatable({ 1, 2, a = 1 }, meta))
local empty = {}
local late = table.freeze(setmetatable({ 1, 2, a = 1 }, empty))
for k, f in pairs(meta) do empty[k] = f end
local class = { __index = meta.__index }
local object = setmetatable({ 1, 2, a = 1 }, class)
table.freeze(class)
table.freeze(object)
local function whole(t) return t[1] == 1 and t[2] == 2 and t.a == 1 and rawget(t, 'a') == 1 and table.isfrozen(t) end
for _, t in ipairs { early, late, object, table.freeze(setmetatable({ 1, 2, a = 1 }, class)) } do ask(t) end
for v in pairs(seen) do
  pcall(rawset, v, 'a', 9)
  pcall(rawset, v, 1, 9)
  pcall(table.clear, v)
end
assert(whole(early) and whole(late) and whole(object))
-- What is refused changes nothing.
local other = setmetatable({}, class)
assert(not pcall(setmetatable, other, { __gc = print }) and not pcall(setmetatable, other, 1) and getmetatable(other) == class)
return 'held'
