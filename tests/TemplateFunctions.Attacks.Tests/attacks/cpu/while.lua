-- An endless loop.
-- expect: timeout TF3002
while true do end
