-- Times and waits before, after and beside all calendars.
-- expect: held
-- ways: execute event task module
local extremes = { 0 / 0, 1 / 0, -1 / 0, 2 ^ 63, -2 ^ 63, 1e308, -1e308, math.maxinteger, math.mininteger, -1, 1e15, -1e15, 2 ^ 53 }
for _, t in ipairs(extremes) do
  pcall(os.date, "%c", t)
  pcall(os.date, "!*t", t)
  pcall(os.date, ("%c"):rep(100), t)
  pcall(os.difftime, t, -t)
  for _, field in ipairs({ "year", "month", "day", "hour", "min", "sec" }) do
    local fields = { year = 2026, month = 1, day = 1 }
    fields[field] = t
    pcall(os.time, fields)
  end
  local ok, task_or_error = pcall(task.delay, t > 0 and t or 1e9, print)
  if ok then task.cancel(task_or_error) end
end
assert(not pcall(task.wait, 0 / 0) and not pcall(task.delay, 0 / 0, print))
assert(task.wait(-1 / 0) >= 0)
return "held"
