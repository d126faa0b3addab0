-- NLua's reflection: files, environment, any .NET type.
-- expect: held
for _, name in ipairs { 'luanet', 'import', 'CLRPackage', 'load_assembly', 'import_type', 'make_object', 'free_object', 'get_object_member', 'each', 'enum', 'context', 'prelude', 'global' } do
  assert(_G[name] == nil and rawget(_G, name) == nil, name)
end
return 'held'
