-- Tasks that fail without end.
-- expect: timeout TF3002 | error TF3006
while true do task.spawn(error, ('x'):rep(1000)) end
