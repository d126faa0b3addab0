-- A numeric for of 2^63 steps.
-- expect: timeout TF3002
for i = math.mininteger, math.maxinteger do end
