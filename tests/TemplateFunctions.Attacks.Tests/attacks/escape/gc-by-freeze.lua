-- A __gc that is added late comes to life when the table is frozen and its metatable is copied.
-- expect: timeout TF3002 | held | error TF2008
for i = 1, 20 do
  local late = {}
  local t = setmetatable({ i }, late)
  late.__gc = function() RAN = true while true do end end
  table.freeze(t)
  t = nil
end
for i = 1, 400 do local garbage = ('x'):rep(1e5) .. i end
assert(not RAN, 'the finalizer ran')
return 'held'
