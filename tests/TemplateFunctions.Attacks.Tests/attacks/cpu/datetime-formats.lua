-- Dates with the longest formats and texts.
-- expect: timeout TF3002 | held
local dt = require('@antiraid/datetime')
local now = dt.UTC:now()
while true do
  pcall(now.format, now, ('%c'):rep(5e5))
  pcall(os.date, ('%c'):rep(5e5))
  pcall(dt.UTC.fromString, dt.UTC, ('1'):rep(1e6))
  pcall(os.time, { year = math.maxinteger, month = math.mininteger, day = 1 })
  pcall(os.date, '*t', math.maxinteger)
end
