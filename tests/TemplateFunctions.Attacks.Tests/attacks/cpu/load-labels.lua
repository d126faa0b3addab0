-- Sources that make the compiler look through its labels and gotos again and again.
-- expect: timeout TF3002 | held
local parts = { 'local x ' }
for i = 1, 13000 do parts[#parts + 1] = ('goto a%x '):format(i) end
for i = 1, 12500 do parts[#parts + 1] = ('::b%x::'):format(i) end
local source = table.concat(parts)
assert(#source <= 262144, #source)
while true do load(source) end
