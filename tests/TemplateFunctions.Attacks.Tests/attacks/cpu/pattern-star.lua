-- A pattern whose matching explodes: star.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(100):find(('a*'):rep(30) .. 'b') end) end
