-- Error messages and tracebacks tell no code but the template's own.
-- expect: held
-- ways: execute
local evt, ctx = ...
local texts = {}
local function note(...) for i = 1, select('#', ...) do texts[#texts + 1] = tostring((select(i, ...))) end end
note(pcall(string.rep)) note(pcall(('x').rep, 'x', -1, {})) note(pcall(table.sort, { 1, 'x' })) note(pcall(setmetatable, 1)) note(pcall(require, '../../x'))
note(pcall(ctx.KV.get, ctx.KV, {})) note(pcall(ctx.KV.get)) note(pcall(task.wait, {})) note(pcall(task.spawn)) note(pcall(coroutine.resume)) note(pcall(tostring))
note(xpcall(error, debug.traceback, 'x')) note(debug.traceback()) note(debug.info(1, 'slna')) note(pcall(debug.info, print, 'slna')) note(pcall(debug.info, string.gsub, 'slna'))
note(select(2, pcall(load, 'x x'))) note(pcall(function() return setmetatable({}, { __index = string.rep }).x end)) note(pcall(string.format, '%d', 'x')) note(pcall(next, {}, 1))
note(pcall(function() return ('x') < 1 end)) note(pcall(function() return evt < 1 end)) note(pcall(function() evt() end))
for _, text in ipairs(texts) do
  assert(not text:find('prelude', 1, true) and not text:find('%.lua:%d+:.*%.lua:%d+:'), text)
  for _, file in ipairs { 'string.lua', 'table.lua', 'table_more.lua', 'task.lua', 'coroutine.lua', 'context.lua', 'global.lua', 'load.lua', 'require.lua', '?:' } do assert(not text:find(file, 1, true), text) end
end
return 'held'
