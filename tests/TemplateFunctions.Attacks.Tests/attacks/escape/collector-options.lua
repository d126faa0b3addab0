-- The collector belongs to all templates of the VM: nobody stops, tunes or drives it.
-- expect: held
for _, option in ipairs({ "stop", "restart", "collect", "step", "setpause", "setstepmul", "incremental", "generational", "isrunning", "", "\0", 1, false }) do
  local ok = pcall(collectgarbage, option, 1000)
  assert(not ok, "the collector took " .. tostring(option))
end
assert(type(collectgarbage("count")) == "number")
for i = 1, 200 do local t = {} for j = 1, 20 do t[j] = {} end end
assert(collectgarbage("count") < 20 * 1024)
return "held"
