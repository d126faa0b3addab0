-- require of files that are not the template's.
-- expect: held
for _, name in ipairs { '/etc/passwd', '../../../../etc/passwd', './../../x', '@self/../../x', '..', '.', '', '/', 'file:///etc/passwd', './init\0.lua', '@antiraid/../x', '@antiraid/', '@', './x/', '\\\\host\\share', 'C:\\x', ('../'):rep(1000) .. 'x', './' .. ('a/'):rep(50000) } do
  assert(not pcall(require, name), name)
end
return 'held'
