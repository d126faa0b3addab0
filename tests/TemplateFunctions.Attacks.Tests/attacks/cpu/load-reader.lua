-- A reader that never ends, by looping and by giving.
-- expect: timeout TF3002 | held
pcall(load, function() return (' '):rep(1e5) end)
load(function() while true do end end)
