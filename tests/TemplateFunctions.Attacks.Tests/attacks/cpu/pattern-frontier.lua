-- A pattern whose matching explodes: frontier.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(1e6):find('%f[' .. ('b'):rep(1e5) .. ']') end) end
