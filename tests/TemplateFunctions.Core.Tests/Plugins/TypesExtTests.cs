using TemplateFunctions.Core.Plugins.TypesExt;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

public sealed class TypesExtTests : IAsyncDisposable
{
    private const string Head = "local x = require('@antiraid/typesext') local U, I, bit = x.U64, x.I64, x.bitu64 ";
    private readonly ModuleHarness _vm = new(new FakeClock(), TypesExtModule.Create());

    [Theory]
    [InlineData("tostring(U('18446744073709551615'))", "\"18446744073709551615\"")]
    [InlineData("tostring(U('18446744073709551615') + 1)", "\"0\"")]
    [InlineData("tostring(1 + U(2) * U('3') - 1)", "\"6\"")]
    [InlineData("tostring(U(0) - 1)", "\"18446744073709551615\"")]
    [InlineData("tostring(U(7) / 2) .. tostring(U(7) // U(2)) .. tostring(U(7) % 4)", "\"333\"")]
    [InlineData("tostring(U(2) ^ 63)", "\"9223372036854775808\"")]
    [InlineData("tostring(U(3) ^ 41)", "\"18026252303461234787\"")]
    [InlineData("tostring(I('-9223372036854775808') / -1)", "\"-9223372036854775808\"")]
    [InlineData("tostring(I(-7) // 2) .. tostring(I(-7) % 4) .. tostring(-I(5))", "\"-3-3-5\"")]
    [InlineData("tostring(I(-1):to_u64()) .. tostring(U('18446744073709551615'):to_i64())", "\"18446744073709551615-1\"")]
    [InlineData("{U(5) == U('5'), U(5) == I(5), U(5) == 5, U(5) ~= U(6), U(5) < 6, U(6) <= U(6), I(-1) < 0}", "[true,false,false,true,true,true,true]")]
    [InlineData("{U(1), I(-2), n = nil}", "[1,-2]")]
    [InlineData("U('18446744073709551615')", "18446744073709551615")]
    [InlineData("tostring(U())", "\"0\"")]
    [InlineData("U(258):to_be_bytes()", "[0,0,0,0,0,0,1,2]")]
    [InlineData("tostring(U(0):from_le_bytes(U(123456789):to_le_bytes()))", "\"123456789\"")]
    [InlineData("tostring(I(0):from_be_bytes(I(-5):to_be_bytes()))", "\"-5\"")]
    [InlineData("tostring(bit.band('18446744073709551615', 12, U(10)))", "\"8\"")]
    [InlineData("tostring(bit.bor(1, 2, 4)) .. tostring(bit.bxor(7, 2))", "\"75\"")]
    [InlineData("tostring(bit.bnot(0))", "\"18446744073709551615\"")]
    [InlineData("{bit.btest(6, 4), bit.btest(6, 1)}", "[true,false]")]
    [InlineData("tostring(bit.lshift(1, 63)) .. '|' .. tostring(bit.lshift(1, 64)) .. '|' .. tostring(bit.rshift('9223372036854775808', 63)) .. '|' .. tostring(bit.lshift(8, -3))", "\"9223372036854775808|0|1|1\"")]
    [InlineData("tostring(bit.lrotate('9223372036854775808', 1)) .. tostring(bit.rrotate(1, 1))", "\"19223372036854775808\"")]
    [InlineData("{bit.countlz(1), bit.countrz(8), bit.countlz(0)}", "[63,3,64]")]
    [InlineData("tostring(bit.byteswap(1))", "\"72057594037927936\"")]
    [InlineData("tostring(bit.extract(0xF0, 4, 4)) .. tostring(bit.extract(4, 2)) .. tostring(bit.replace(0, 5, 4, 4))", "\"15180\"")]
    public async Task Expression_Value_IsExact(string expression, string json) => Assert.Equal(json, await _vm.Eval($"{Head} return {expression}"));

    [Theory]
    [InlineData("U(-1)")]
    [InlineData("U(1.5)")]
    [InlineData("U('1e3')")]
    [InlineData("U('18446744073709551616')")]
    [InlineData("U({})")]
    [InlineData("I('9223372036854775808')")]
    [InlineData("U(1) / 0")]
    [InlineData("I(2) ^ -1")]
    [InlineData("bit.extract(1, 64)")]
    [InlineData("bit.extract(1, 60, 5)")]
    [InlineData("x.randstring(0)")]
    [InlineData("x.randstring(256)")]
    [InlineData("U(0):from_le_bytes({1, 2})")]
    [InlineData("U(0):from_le_bytes({1, 2, 3, 4, 5, 6, 7, 256})")]
    public async Task Expression_OutOfRange_IsAnError(string expression) => Assert.Matches("TF(4101|2001)", (await _vm.Fail($"{Head} return {expression}")).Code);

    [Fact]
    public async Task RandString_Length_IsLettersAndDigitsAndNeverTheSame() =>
        Assert.Equal("[255,true,false]", await _vm.Eval($"{Head} local a, b = x.randstring(255), x.randstring(255) return #a, a:match('^%w+$') == a, a == b"));

    [Theory]
    [InlineData("getmetatable(U(1))", "false")]
    [InlineData("pcall(setmetatable, U(1), {})", "false")]
    [InlineData("(pcall(function() U(1).to_i64 = print end))", "false")]
    [InlineData("(pcall(rawset, U(1), 1, 2))", "false")]
    [InlineData("(pcall(function() x.U64 = print end))", "false")]
    [InlineData("(pcall(function() x.bitu64.band = print end))", "false")]
    [InlineData("tostring(setmetatable({}, {__type = 'U64', __tostring = function() return 'forged' end}) == U(1))", "\"false\"")]
    public async Task Values_ForScripts_CannotBeChangedOrForged(string expression, string json) =>
        Assert.StartsWith(json, (await _vm.Eval($"{Head} return {expression}")).TrimStart('['), StringComparison.Ordinal);

    [Fact]
    public async Task Loop_OfManyValues_DoesNotRunIntoALimit() =>
        Assert.Equal("\"100000\"", await _vm.Eval($"{Head} local n = U(0) for _ = 1, 100000 do n = n + 1 end return tostring(n)"));

    public ValueTask DisposeAsync() => _vm.DisposeAsync();
}
