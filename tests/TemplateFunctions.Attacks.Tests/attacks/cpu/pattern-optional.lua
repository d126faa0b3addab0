-- A pattern whose matching explodes: optional.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(40) .. 'b') end) end
