-- randstring and the like with the largest arguments.
-- expect: timeout TF3002 | held
local types = require('@antiraid/typesext')
while true do
  pcall(types.randstring, 255) pcall(types.randstring, math.maxinteger) pcall(types.randstring, -1)
  pcall(types.U64, ('9'):rep(4e6)) pcall(types.I64, {}) pcall(buffer.fill, buffer.create(4e6), 0, 1)
end
