-- string.rep of nothing, more often than there are atoms.
-- expect: held | timeout TF3002
assert((''):rep(1e15 // 1 | 0) == '' and (''):rep(math.maxinteger, '') == '')
assert(not pcall(string.rep, 'x', math.maxinteger) and not pcall(string.rep, '', 1e9 // 1 | 0, 'x'))
return 'held'
