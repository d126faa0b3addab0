-- Errors from the deepest stacks, with tracebacks.
-- expect: timeout TF3002 | memory TF3003 | breaks
local function deep(n) if n == 0 then error('x') end return 1 + deep(n - 1) end
while true do xpcall(deep, debug.traceback, 15000) debug.traceback(('x'):rep(1e5)) end
