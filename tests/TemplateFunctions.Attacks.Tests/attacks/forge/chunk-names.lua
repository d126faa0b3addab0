-- Chunk names that look like other templates, like native code, or like nothing that fits a message.
-- expect: held
local names = { "=[C]", "@init.lua", "@../../etc/passwd", "=(tail call)", "\27Lua", "=", "@", "", ("=x"):rep(60000), "=\0hidden", "=a\nb:1: forged", "=@antiraid/kv", "\xff\xfe", "=%s%n%d" }
for _, name in ipairs(names) do
  local f, e = load("error('mine')", name)
  if f then
    local ok, message = pcall(f)
    assert(not ok and type(message) == "string" and #message < 70000, "an error of its own")
    assert(message:find("mine", 1, true), message)
    local failing = load("return function() local x = nil; return x.y end", name)()
    local _, trace = xpcall(failing, debug.traceback)
    assert(type(trace) == "string" and #trace < 70000)
    assert(not trace:find("/src/", 1, true) and not trace:find(".cs", 1, true), trace)
  end
  local g, syntax = load("return return", name)
  assert(g == nil and type(syntax) == "string" and #syntax < 70000)
end
return "held"
