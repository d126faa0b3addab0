-- A pattern whose matching explodes: set.
-- expect: timeout TF3002
-- ways: execute task
while true do pcall(function() return ('a'):rep(1e6):find('[' .. ('b'):rep(1e6) .. ']') end) end
