-- Buffers as large as they may be, copied and read to the end.
-- expect: timeout TF3002 | memory TF3003 | breaks
local b = buffer.create(4e6 // 1 | 0)
while true do
  buffer.fill(b, 0, 1) buffer.copy(b, 0, b) pcall(buffer.tostring, b) pcall(buffer.readstring, b, 0, 4e6 // 1 | 0) pcall(buffer.readbits, b, 0, 64)
end
