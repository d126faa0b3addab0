-- collectgarbage in a loop.
-- expect: timeout TF3002
while true do collectgarbage('count') gcinfo() end
