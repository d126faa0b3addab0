-- Requires without end, of what is there and what is not.
-- expect: timeout TF3002
while true do pcall(require, '@antiraid/nothing' .. math.random(1e9)) pcall(require, './none' .. math.random(1e9)) require('@antiraid/json') end
