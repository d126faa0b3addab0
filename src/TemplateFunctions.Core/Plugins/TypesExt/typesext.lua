-- @antiraid/typesext: U64 and I64 are sealed values, their digits kept where no script can reach; F calculates.
local F, T = ...
local userdata, metafield, rawtype, readonly, error = T.userdata, T.metafield, T.rawtype, T.readonly, T.error

local wrap = {}

local function is(kind, v) return rawtype(v) == 'userdata' and metafield(v, '__type') == kind end

local function bytelist(list)
  if rawtype(list) ~= 'table' or #list ~= 8 then error('expected a list of 8 bytes', 3) end
  return list[1], list[2], list[3], list[4], list[5], list[6], list[7], list[8]
end

local function define(kind, other, conversion)
  local meta = { __metatable = false, __type = kind, __newindex = readonly }
  local make = function(digits) return userdata(meta, digits) end
  wrap[kind] = make

  local function arithmetic(name)
    return function(a, b) return make(F.arithmetic(kind, name, a, b)) end
  end
  meta.__add, meta.__sub, meta.__mul = arithmetic('add'), arithmetic('sub'), arithmetic('mul')
  meta.__div, meta.__idiv, meta.__mod, meta.__pow = arithmetic('div'), arithmetic('div'), arithmetic('mod'), arithmetic('pow')
  meta.__unm = function(a) return make(F.arithmetic(kind, 'sub', 0, a)) end
  meta.__eq = function(a, b) return is(kind, a) and is(kind, b) and F.compare(kind, a, b) == 0 end
  meta.__lt = function(a, b) return F.compare(kind, a, b) < 0 end
  meta.__le = function(a, b) return F.compare(kind, a, b) <= 0 end
  meta.__tostring = function(a) return F.read(kind, a) end
  meta.__concat = function(a, b) return T.tostring(a) .. T.tostring(b) end

  local methods = { [conversion] = function(self) return wrap[other](F.convert(kind, self)) end }
  for suffix, order in T.next, { le = 'le', ne = 'le', be = 'be' } do
    methods['to_' .. suffix .. '_bytes'] = function(self) return F.bytes(kind, self, order) end
    methods['from_' .. suffix .. '_bytes'] = function(_, list) return make(F.frombytes(kind, order, bytelist(list))) end
  end
  meta.__index = function(_, name) return methods[name] end
  return function(value)
    if is(kind, value) then return value end
    return make(F.read(kind, value))
  end
end

local bitu64 = {}
for _, name in T.ipairs { 'band', 'bor', 'bxor', 'bnot', 'lshift', 'rshift', 'lrotate', 'rrotate', 'byteswap', 'extract', 'replace' } do
  bitu64[name] = function(...) return wrap.U64(F.bits(name, ...)) end
end
for _, name in T.ipairs { 'countlz', 'countrz' } do
  bitu64[name] = function(n) return F.bits(name, n) end
end
bitu64.btest = function(...) return F.compare('U64', F.bits('band', ...), 0) ~= 0 end

return {
  U64 = define('U64', 'I64', 'to_i64'),
  I64 = define('I64', 'U64', 'to_u64'),
  bitu64 = bitu64,
  randstring = F.randstring,
}
