using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Features;

public class NumberTests
{
    [Theory]
    [InlineData("return 10 / 2", "5")]
    [InlineData("return 7 / 2", "3.5")]
    [InlineData("return 1e15, 1e20, 1e21, 1e100, 123456789012345678", "1000000000000000\n100000000000000000000\n1e+21\n1e+100\n123456789012345680")]
    [InlineData("return 0.1, 1 / 3, 1e-5, 1e-6, 1e-7, 5e-324, 123.456", "0.1\n0.3333333333333333\n0.00001\n0.000001\n1e-07\n5e-324\n123.456")]
    [InlineData("return 1 / 0, -1 / 0, 0 / 0 ~= 0 / 0, -0, 0, -9 % 3, 0 / 0", "inf\n-inf\ntrue\n0\n0\n0\nnan")]
    [InlineData("return 2 ^ 53, 2 ^ 53 + 1, 2 ^ 63, -2 ^ 63", "9007199254740992\n9007199254740992\n9223372036854776000\n-9223372036854776000")]
    [InlineData("return 9007199254740992 + 1, 9223372036854775807 + 1", "9007199254740992\n9223372036854776000")]
    [InlineData("local function zero() return 0 end return 1 // zero(), -1 // zero(), 0 // zero() ~= 0, 5 % zero() ~= 0", "inf\n-inf\ntrue\ntrue")]
    [InlineData("local t, n = {}, 0 return #t // #t ~= 0, 1 // #t, n // n ~= 0, #t % n ~= 0", "true\ninf\ntrue\ntrue")]
    [InlineData("local n = 0 for i = 1, 1 do n = i // n end return n", "inf")]
    [InlineData("local n, m = 5, 0 n //= m local k = 5 k %= m return n, k ~= k", "inf\ntrue")]
    [InlineData("local t = { 0 } local x = 1 x //= t[1] x %= #'' return x ~= x", "true")]
    public void Numbers_Run_AreDoubles(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("local f = 1 for i = 1, 25 do f *= i end return f", "1.5511210043330986e+25")]
    [InlineData("local function fact(n) return if n <= 1 then 1 else n * fact(n - 1) end return fact(25)", "1.5511210043330986e+25")]
    [InlineData("local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end return fact(22)", "1.1240007277776077e+21")]
    [InlineData("local a, b = 0, 1 for _ = 1, 100 do a, b = b, a + b end return a", "354224848179262000000")]
    [InlineData("local x = 1 for _ = 1, 70 do x = x * 2 end return x", "1.1805916207174113e+21")]
    [InlineData("local x = 1 for _ = 1, 70 do x += x end return x", "1.1805916207174113e+21")]
    [InlineData("local h = 5381 for i = 1, 40 do h = h * 33 + 7 end return h > 1e60", "true")]
    [InlineData("local t = {} for i = 1, 2 do t[i] = i end for i = 3, 100 do t[i] = t[i - 1] + t[i - 2] end return t[100] > 0", "true")]
    [InlineData("local memo = {} local function fib(n) if n <= 2 then return n end if not memo[n] then memo[n] = fib(n - 1) + fib(n - 2) end return memo[n] end return fib(100)", "573147844013817200000")]
    [InlineData("local function fact(n) local r = n while n > 2 do n -= 1 r *= n end return r end return fact(25)", "1.5511210043330984e+25")]
    [InlineData("local r = #'ab' for _ = 1, 70 do r += r end return r > 0", "true")]
    [InlineData("local o = { n = #'ab' } for _ = 1, 70 do o.n += o.n end return o.n > 0", "true")]
    [InlineData("local function two() return #'ab' end local r = two() for _ = 1, 70 do r = r * two() end return r > 0", "true")]
    [InlineData("local r for i = 9, 9 do r = if i > 1 then i else 0 end for _ = 1, 70 do r = r + r end return r > 0", "true")]
    [InlineData("local r for i = 9, 9 do r = i or 1 end for _ = 1, 70 do r = r + r end return r > 0", "true")]
    [InlineData("local i = 3 for j = i * i, 30, i do print(j) end i = 1 for _ = 1, 3 do for j = i * i, 20 do i = j end end return i", "9\n12\n15\n18\n21\n24\n27\n30\n20")]
    [InlineData("local x = 1 local function double() x += x end for _ = 1, 70 do double() end return x > 0", "true")]
    [InlineData("local i = 1 for _ = 1, 50 do i = i * 2 end local t = { y = i * i } return i * i, 1 + i * i, i * i * i, t.y, 'x' .. i * i, i * (nil or i) > 0, (nil or i) * i > 0", "1.2676506002282294e+30\n1.2676506002282294e+30\n1.42724769270596e+45\n1.2676506002282294e+30\nx1.2676506002282294e+30\ntrue\ntrue")]
    [InlineData("local i = 2147483647 i += 2147483647 i += 2147483647 local t = {} t[i * i] = 1 return i * i, next(t), math.abs(i * i)", "41505174127191785000\n41505174127191785000\n41505174127191785000")]
    [InlineData("local i = 2147483647 i += 2147483647 i += 2147483647 for j = i * i, i * i + 1 do print(j, j * 2) break end for j = i * i, 10 do print(j) end", "41505174127191785000\t83010348254383570000")]
    [InlineData("local i, x, y = 2147483647, 94906267, 0 for j = i * i, i * i do y = j == i * i break end local n = x return y, x * x == n * (x + 0.5 - 0.5), (x - 2) * x", "true\ntrue\n9007199326062756")]
    [InlineData("local w = 1073741823 local v = w + 0.5 - 0.5 return w * w == v * v, w * w", "true\n1152921502459363300")]
    [InlineData("local i, n = 1, 5 for _ = 1, 70 do local d = i * 2 if d <= n then i = d end n = d end return i, n", "34359738368\n68719476736")]
    [InlineData("local i, n = -1, 5 for _ = 1, 70 do local d = i * 2 if d <= n then i = d end end return i", "-1.1805916207174113e+21")]
    [InlineData("local i, n = 1, 100 for _ = 1, 70 do local d = i * 2 d += d if d <= n or i > 0 then i = d end end return i > 1e40", "true")]
    [InlineData("local i, n = 1, 100 for _ = 1, 70 do local d = i * 2 if n >= 0 then i = d end end return i", "1.1805916207174113e+21")]
    [InlineData("local i, n = 1, 100 for _ = 1, 70 do local d = i * 2 if d <= n then n = 0 else i = d end end return i > 1e20", "true")]
    [InlineData("local i, n = 1, 100 local function go(f) f() end for _ = 1, 70 do local d = i * 2 if d <= n then go(function() d = 2 ^ 70 i = d end) end end return i > 1e20", "true")]
    [InlineData("local function area(w) local s = 0 for y = 1, w do s += y * w end return s, w * w end return area(3), area(2147483647 + 2147483647 * 0 > 0 and 4 or 5)", "18\n40\n16")]
    public void Overflow_Run_BecomesLargeNotNegative(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("local z = 0 local y = -z local t = { y = -z } local function f(k) return -k end return 1 / -z, 1 / y, 1 / t.y, 1 / f(0), 1 / -#t", "-inf\n-inf\n-inf\n-inf\n-inf")]
    [InlineData("local i = 3 return -i, 10 // -i, ({ [-3] = 'a' })[-i], ('abcd'):sub(-i), ('abcd'):byte(-i), -i == -3, -i .. ''", "-3\n-4\na\nbcd\n98\ntrue\n-3")]
    [InlineData("local n = 0 / 0 local i = 1 for _ = 1, 3 do local d = i * 2 if d <= n then i = d end if d < math.huge then i = d end end return i", "8")]
    [InlineData("for i = -2, 2 do local d = i * 2 print(d, d // 3, d % 3, 1 / d) end", "-4\t-2\t2\t-0.25\n-2\t-1\t1\t-0.5\n0\t0\t0\tinf\n2\t0\t2\t0.5\n4\t1\t1\t0.25")]
    public void Counters_NegatedOrDoubled_AreDoubles(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("local function half(x) return x / 2 end local s = 'abcdef' return s:sub(2, half(7)), s:byte(half(5)), s:sub(half(9)), s:byte(1, half(5))", "bc\n98\ndef\n97\n98")]
    [InlineData("local function cut(...) return ('abcdef'):sub(...) end return cut(2.5), cut(2.5, 3.5), cut(0 / 0, 2), pcall(cut)", "bcdef\nbc\nab\nfalse\nmain:1: bad argument #1 to 'sub' (number expected, got nil)")]
    [InlineData("local function both() return 2.5, 3.5, 'rest' end return ('abcdef'):sub(both()), ('abcdef'):sub(3.5, both())", "bc\n")]
    [InlineData("local function three() return 1, nil, nil end local o = { sub = function(self, ...) return select('#', ...) end, byte = rawequal } return o:sub(three()), o:sub(0, three()), o:byte(three())", "3\n4\nfalse")]
    [InlineData("local s = 'a.b' return s:sub(s:find('.', 1, true)), s:sub(1, math.floor(2.5)), s:byte(math.ceil(1.5)), s:sub(s:len())", ".\na.\n46\nb")]
    public void Positions_ThatCallsGive_LoseTheirFractions(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Fact]
    public void Literals_OfPowersOfTwo_AreWhatTheySay() =>
        Assert.Equal("true\ntrue\n2.9802322387695312e-08", LuauProgram.Run("return 2.9802322387695312e-08 == 2 ^ -25, 4.1045368012983762e-289 == 2 ^ -958, 2 ^ -25"));

    [Theory]
    [InlineData("local best for i = 1, 3 do if i > 5 then best = i end end return best", "nil")]
    [InlineData("local a, b = 1 b = b or 2 return a, b", "1\n2")]
    [InlineData("local function f(a, b) b = b or 3 return a, b end print(f(1)) return f(1, 2)", "1\t3\n1\n2")]
    [InlineData("local function f(a) return a end print(f()) return f(1)", "nil\n1")]
    [InlineData("local i = 1 i = nil return i", "nil")]
    [InlineData("local a, b = 1, 2 a, b = b return a, b", "2\nnil")]
    [InlineData("local function f(i) if i then return i end return 0 end return f(f(7)), f(...)", "7\narg1")]
    [InlineData("local function f(i) return i end f(1) local g = f return g('x')", "x")]
    [InlineData("local function f(i) return i end local t = { f(1) } function f(i) return i .. '!' end return f('x')", "x!")]
    [InlineData("local q = setmetatable({}, { __len = function() return 2.5 end }) local n = #q return n, n .. ''", "2.5\n2.5")]
    public void Counters_ThatMayBeNil_StayNil(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("return 'x' .. (0 - 2) % 3, 'x' .. ((4 - 2) % 3 - 1), `y{(0 - 2) % 3 + 0}z`, 'x' .. (2 + 3) % 4 // 1", "x1\nx1\ny1z\nx1")]
    [InlineData("local n = 10 / 2 return 'n' .. n, n .. '', n .. n, 1 .. '', 1.5 .. 'x', -1 .. ''", "n5\n5\n55\n1\n1.5x\n-1")]
    [InlineData("local s = '' for i = 1, 3 do s = s .. i .. ',' end return s", "1,2,3,")]
    [InlineData("local c = 0 for _ = 1, 3 do c += 1 end return 'c=' .. c, `{c}`", "c=3\n3")]
    [InlineData("local t = { 1, 2 } return 'sum ' .. t[1] + t[2] .. '!', '#' .. #t", "sum 3!\n#2")]
    [InlineData("local q = setmetatable({ n = 2 }, { __len = function(self) return self.n end }) return 'n' .. #q, `{#q}`", "n2\n2")]
    [InlineData("return '10' + 5, '3' * '4', 10 .. 20, '0x10' + 0, ' 7 ' - 0", "15\n12\n1020\n16\n7")]
    [InlineData("local x = 17.5 x = x * 2 local y = x % 7 local z = (x + 0.5) % 3 x %= 4 return x, y, z, x % 0.75, (x + 1) * 3 % 5", "3\n0\n2.5\n0\n2")]
    [InlineData("local x = -7 x = x * 1 local h = x * 1e308 return x % 7, x % 4, x % 2.5, h * 10 % 5 ~= h * 10 % 5", "0\n1\n0.5\ntrue")]
    [InlineData("local m = setmetatable({}, { __mod = function() return 'mod' end }) local n = m return n % 7, '17' % 5, m % 2 .. ''", "mod\n2\nmod")]
    [InlineData("local x = 3 x ..= 4 x ..= 5 return x", "345")]
    [InlineData("return 1 == 1.0, ({ [1] = 'a' })[1.0], ({ [2^53] = 'b' })[2^53], #{ 1, 2, 3 } == 3", "true\na\nb\ntrue")]
    [InlineData("local keys = {} for k in { 10, 20 } do keys[#keys + 1] = `{k}` end return keys[1] .. keys[2]", "12")]
    [InlineData("local t = {} t[1.0] = 'x' t[1] = 'y' local n = 0 for _ in t do n += 1 end return n, t[1]", "1\ny")]
    [InlineData("for i = 1, 2, 0.5 do print(i) end for i = 3, 1, -1 do print(i) end", "1\n1.5\n2\n3\n2\n1")]
    [InlineData("for i = 0.1, 0.35, 0.1 do print(i) end", "0.1\n0.2\n0.30000000000000004")]
    [InlineData("local s = setmetatable({}, { __concat = function(a, b) return 'joined' end }) return s .. 1, 'x' .. s, s .. s", "joined\njoined\njoined")]
    public void Numbers_AsText_LookAsInLuau(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Fact]
    public void Concatenation_OfManyValues_JoinsAll()
    {
        var terms = Enumerable.Range(1, 300).ToArray();
        Assert.Equal(string.Concat(terms), LuauProgram.Run($"local f = function(x) return x end return {string.Join(" .. ", terms.Select(i => $"f({i})"))}"));
        Assert.Equal(string.Concat(terms), LuauProgram.Run($"local f = function(x) return x end return `{string.Concat(terms.Select(i => $"{{f({i})}}"))}`"));
    }

    [Fact]
    public void Sum_OfManyTerms_IsNoNesting() =>
        Assert.Equal("20000", LuauProgram.Run($"local x = 1 return {string.Join(" + ", Enumerable.Repeat("x", 20000))}"));
}
