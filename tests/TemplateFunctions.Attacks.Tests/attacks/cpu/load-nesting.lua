-- Sources nested as deep as they are long.
-- expect: held | timeout TF3002
-- ways: execute
for _, s in ipairs { '(', '{', 'do ', 'function f() ', '-', 'not ', 'a.', 'a..', 'if x then ', '[[', 'x=' , '1^', 'f(', '::a::', 'a[', 'local x <close> = ' } do
  pcall(load, s:rep(250000 // #s)) pcall(load, 'return ' .. s:rep(200000 // #s))
end
return 'held'
