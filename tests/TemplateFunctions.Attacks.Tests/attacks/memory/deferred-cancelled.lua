-- Deferred tasks that are cancelled before their turn comes, by code that lets no turn come.
-- expect: timeout TF3002
while true do
  task.cancel(task.defer(print))
end
