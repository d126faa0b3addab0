local evt = ...

local lines = {
  'the quick brown fox jumps over the lazy dog', 'pack my box with five dozen liquor jugs', 'the five boxing wizards jump quickly',
  'how vexingly quick daft zebras jump', 'sphinx of black quartz judge my vow', 'the dog and the fox and the box',
}
local report = {}
local lengths = 0
for _ = 1, evt.data.n do
  local counts, total = {}, 0
  for _, line in ipairs(lines) do
    for word in string.gmatch(line, '%a+') do
      counts[word] = (counts[word] or 0) + 1
      total = total + 1
      lengths = lengths + #word
    end
  end
  local order = {}
  for word in pairs(counts) do table.insert(order, word) end
  table.sort(order, function(a, b)
    if counts[a] == counts[b] then return a < b end
    return counts[a] > counts[b]
  end)
  report = {}
  for i, word in ipairs(order) do
    if i > 5 then break end
    local share = counts[word] / total * 100
    report[i] = string.format('%-6s %2d %5.1f%%', word, counts[word], share) .. ' ' .. string.rep('*', counts[word]) .. ' ' .. math.tointeger(share // 1)
  end
end
return { report = report, lengths = lengths }
