-- A pattern whose matching explodes: gsub-anchor.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(1e6):gsub('a-b', '') end) end
