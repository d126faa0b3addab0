-- A pattern whose matching explodes: lazy.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(1e6):find('.-b') end) end
