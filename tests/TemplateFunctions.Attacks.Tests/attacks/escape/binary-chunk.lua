-- Binary chunks, which corrupt memory, by every way to load code.
-- expect: held
local evt, ctx = ...
local head = '\27Lua'
local body = head .. '\x54\0\x19\x93\r\n\x1a\n' .. ('\xff'):rep(100)
local function refused(f, ...)
  local fine, chunk = pcall(f, ...)
  assert(not fine or type(chunk) ~= 'function')
end
for _, text in ipairs { head, body, '#!x\n' .. body, '\xef\xbb\xbf' .. body } do
  refused(load, text)
  refused(load, text, 'n', 'b')
  refused(load, text, 'n', 'bt')
  refused(load, text, 'n', 'b', {})
  local parts, i = { text:sub(1, 1), text:sub(2) }, 0
  refused(load, function() i = i + 1 return parts[i] end)
  local chunk = require('@antiraid/luau').load(text)
  assert(not pcall(chunk.call, chunk))
end
return 'held'
