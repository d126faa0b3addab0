-- Endless strings, with every error caught.
-- expect: memory TF3003 | timeout TF3002 | breaks
local t = {}
while true do pcall(function() t[#t + 1] = ('x'):rep(90000) .. #t end) end
