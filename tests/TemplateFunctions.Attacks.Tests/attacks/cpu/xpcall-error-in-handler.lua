-- Handlers that raise, handled by handlers that raise.
-- expect: timeout TF3002
local function h() error(h) end
while true do xpcall(error, h) xpcall(error, function() return xpcall(h, h) end) end
