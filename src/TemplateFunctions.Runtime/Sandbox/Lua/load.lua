-- load: text only, bounded, in the template's own environment unless another one is given.
local T = ...
local H, error, rawtype, select, concat = T.H, T.error, T.rawtype, T.select, T.table.concat
local limit = H.sourcelimit()

return function(env)
  return function(source, name, mode, ...)
    if rawtype(source) == 'function' then
      local parts, size = {}, 0
      while true do
        local part = source()
        if part == nil or part == '' then break end
        if rawtype(part) ~= 'string' then return nil, 'reader function must return a string' end
        size = size + #part
        if size > limit then return nil, 'source is larger than ' .. limit .. ' bytes' end
        parts[#parts + 1] = part
      end
      source = concat(parts)
    end
    if rawtype(source) ~= 'string' then error("bad argument #1 to 'load' (string expected)", 2) end
    if #source > limit then return nil, 'source is larger than ' .. limit .. ' bytes' end
    if rawtype(name) ~= 'string' then name = '=load' end
    local chosen = env
    if select('#', ...) > 0 then chosen = (...) end
    local e, f = H.load(source, name, chosen)
    if e then return nil, e end
    return f
  end
end
