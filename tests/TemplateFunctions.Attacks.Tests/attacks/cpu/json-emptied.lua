-- A list of the same emptied table: small as JSON, long to look through.
-- expect: timeout TF3002 | error | held
local e, t = {}, {}
for i = 1, 2e5 do e[i] = 1 end
for i = 1, 2e5 do e[i] = nil end
for i = 1, 2e5 do t[i] = e end
local json = require('@antiraid/json')
pcall(json.encode, t)
pcall(json.encode, t)
return t
