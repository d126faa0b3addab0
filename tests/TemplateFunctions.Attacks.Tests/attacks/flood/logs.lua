-- A flood of small log lines.
-- expect: timeout TF3002
while true do print() end
