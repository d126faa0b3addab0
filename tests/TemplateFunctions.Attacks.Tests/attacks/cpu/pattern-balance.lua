-- A pattern whose matching explodes: balance.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('('):rep(3e5):find('%b()') end) end
