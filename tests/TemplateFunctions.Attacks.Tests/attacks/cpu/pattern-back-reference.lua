-- A pattern whose matching explodes: back-reference.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(1e5):find('(.-)%1b') end) end
