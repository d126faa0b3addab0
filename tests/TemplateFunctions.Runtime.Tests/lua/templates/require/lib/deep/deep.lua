local d = { name = 'deep' }
setmetatable(d, { __index = function(_, k) if k == 'up' then local a = require('../../a') return a end end })
return d
