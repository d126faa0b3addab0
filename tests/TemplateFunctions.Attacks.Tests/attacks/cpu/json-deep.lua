-- Deep and cyclic values into everything that takes a value.
-- expect: held | timeout TF3002
local evt, ctx = ...
local json = require('@antiraid/json')
local deep, cyclic = {}, {}
for i = 1, 2e5 do deep = { deep } end
cyclic[1] = cyclic
for _, v in ipairs { deep, cyclic, { [1] = 1, [2^40 // 1 | 0] = 2 }, { a = print }, table.freeze({ cyclic }), { [{}] = 1 }, { 0 / 0 }, '\xff' } do
  assert(not pcall(json.encode, v))
  assert(not pcall(ctx.KV.set, ctx.KV, 'k', v, { 's' }))
  pcall(error, v)
end
for _, text in ipairs { ('['):rep(5e5), ('{"a":'):rep(1e5), '1e999', '"' .. ('\\u0000'):rep(1e5), '[' .. ('1,'):rep(4e5), '{"a":1,"a":2}', '-', '\0' } do
  assert(not pcall(json.decode, text))
end
return 'held'
