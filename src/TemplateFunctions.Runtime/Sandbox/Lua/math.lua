-- math.*: stock, but randomseed does not tell the seed (it is made from an address).
local T = ...
local m = T.copy(T.math)
local seed = m.randomseed
m.randomseed = function(...) seed(...) end
return m
