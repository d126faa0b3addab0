-- A pattern whose matching explodes: plain.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(4e6):find(('a'):rep(2e6) .. 'b', 1, true) end) end
