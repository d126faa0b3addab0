local evt = ...

local function plain(v) return v == v // 1 and v // 1 | 0 or v end

local size = 0
local last = ''
for i = 1, evt.data.n do
  local text, parts = '', {}
  for j = 1, 20 do
    text = text .. j .. ':' .. plain(i * j / 4) .. ';'
    text = text .. j .. ',' .. i .. ' '
    parts[j] = plain(j / 2)
  end
  last = text .. table.concat(parts, '+')
  size = size + #last
end
return { size = size, last = last }
