-- Numbers as Luau has them: one kind, printed without a fraction where there is none, and truncated where an integer is wanted.
-- T must hold: math (stock), error, rawtype, rawsetmetatable, rawset, tonumber, luau (whether the running template is Luau).
local T = ...
local rawtype, rawset, tonumber, tointeger = T.rawtype, T.rawset, T.tonumber, T.math.tointeger
local EXACT <const>, MOST <const> = 2.0 ^ 53, T.math.maxinteger

-- int[v] is v as an integer, or nil when it is none. The common ones cost one look-up; a fraction is dropped for Luau alone.
local function other(t, v)
  local n = tointeger(v)
  if n then
    if n > 0 and n <= 1024 then rawset(t, n, n) end
    return n
  end
  if rawtype(v) == 'string' then v = tonumber(v) end
  if rawtype(v) ~= 'number' or not T.luau() then return nil end
  if v >= 2.0 ^ 63 then return MOST elseif not (v >= -2.0 ^ 63) then return -MOST - 1 end
  return tointeger(v < 0 and -(-v // 1) or v // 1)
end

local function text(v)
  if v // 1 == v and v < EXACT and v > -EXACT then return T.rawtostring(v // 1 | 0) end
  return T.H.numbertext(v)
end

-- What Luau's tonumber reads and Lua's does not.
local function word(s)
  local sign, name = T.string.match(T.string.lower(s), '^%s*([+-]?)(%l+)%s*$')
  local v = (name == 'inf' or name == 'infinity') and 1 / 0 or name == 'nan' and 0 / 0 or nil
  return v and (sign == '-' and -v or v)
end

return {
  int = T.rawsetmetatable({}, { __index = other }),
  text = text,
  tonumber = function(v, base)
    if base ~= nil and base ~= 10 then
      local s = base == 16 and rawtype(v) == 'string' and T.string.gsub(v, '^(%s*%-?)0[xX]', '%1') or v
      local ok, n = T.rawpcall(tonumber, s, T.library('numbers').int[base] or base)
      if not ok then T.error(T.string.gsub(n, "'[^']*'", "'tonumber'", 1), 2) end
      return n and n + 0.0
    end
    local n = tonumber(v)
    if n == nil and rawtype(v) == 'string' and #v < 16 then n = word(v) end
    return n and n + 0.0
  end,
}
