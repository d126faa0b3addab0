-- A result over its limit.
-- expect: error TF3005
return ('x'):rep(4e6)
