-- JSON that becomes many tables, decoded where there is no room for them.
-- expect: error TF3003 | memory TF3003 | timeout TF3002 | breaks
local json = require('@antiraid/json')
local text, keep = '[' .. ('[],'):rep(300000) .. '1]', {}
for i = 1, 18 do keep[i] = ('k'):rep(1e6) .. i end
while true do keep[#keep + 1] = json.decode(text) end
