-- Timers far ahead that are cancelled at once: none counts as waiting, each may leave something behind in the host.
-- expect: timeout TF3002
while true do
  task.cancel(task.delay(1e6, print))
end
