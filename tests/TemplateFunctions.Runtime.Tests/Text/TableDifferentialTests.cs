using System.Globalization;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>The table functions give what stock Lua gives, on plain tables and through metamethods.</summary>
public sealed class TableDifferentialTests
{
    private const string Proxy =
        "local log, data = {}, %1 local t = setmetatable({}, { __index = function(_, k) return data[k] end, "
        + "__newindex = function(_, k, v) data[k] = v end, __len = function() return #data end }) ";

    private static readonly string[] Positions =
    [
        "1", "2", "3", "0", "-1", "5", "6", "nil", "'2'", "2.0", "1.5", "'x'", "{}", "math.maxinteger", "math.mininteger", "7",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InsertRemoveConcatUnpackMove_RandomArguments_GiveWhatStockGives(bool metamethods)
    {
        var seed = metamethods ? 20_281 : 20_282;
        var random = new Random(seed);
        using var differential = new Differential();
        differential.Compare(seed, Enumerable.Range(0, 6_000).Select(_ =>
        {
            var contents = Contents(random);
            var setup = metamethods ? Proxy.Replace("%1", contents) : $"local t = {contents} local data = t ";
            return setup + "local r = show(" + Call(random) + ") return r .. ' / ' .. contents(data)";
        }));
    }

    [Fact]
    public void Arguments_Wrong_GiveStocksErrors()
    {
        using var differential = new Differential();
        differential.Compare(0,
        [
            "table.insert(5, 1)", "table.insert('x', 1)", "table.insert({}, 1, 2, 3)", "table.insert({})", "table.insert({1,2}, 5, 1)",
            "table.insert({}, 'x', 1)", "table.insert({}, {}, 1)", "table.remove(true)", "table.remove({1,2,3}, 7)", "table.remove({}, 0)",
            "table.remove({}, 1)", "table.remove({[0]='z'})", "table.concat(1)", "table.concat({{}})", "table.concat({1,nil,3}, ',', 1, 3)",
            "table.concat({}, {})", "table.concat({1}, ',', 'x')", "table.unpack({}, 1, 1e8)", "table.unpack({}, 'x')", "table.unpack({1,2}, 2.5)",
            "table.move(1, 1, 1, 1)", "table.move({}, 1, 1, 1, 5)", "table.move({}, 1, 2, math.maxinteger)", "table.move({}, 'a', 1, 1)",
            "table.sort(7)", "table.sort({3,1}, 5)", "table.sort({3,1}, {})", "table.pack(1,nil,3).n", "#table.pack()",
            "table.insert(setmetatable({}, {__len = function() return 'x' end}), 1, 2)",
            "table.remove(setmetatable({}, {__len = function() return 1.5 end}), 2)",
            "table.sort(setmetatable({}, {__len = function() return {} end}))",
        ]);
    }

    [Fact]
    public void Sort_RandomTablesWithTotalOrder_GiveWhatStockGives()
    {
        const int Seed = 20_283;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 1_500).Select(i =>
        {
            var size = random.Next(i % 100 == 0 ? 300 : 40);
            var kind = random.Next(4);
            var items = string.Join(",", Enumerable.Range(0, size).Select(_ => kind switch
            {
                0 => random.Next(-50, 50).ToString(CultureInfo.InvariantCulture),
                1 => (random.NextDouble() * 100).ToString("R", CultureInfo.InvariantCulture),
                2 => Differential.Quote(new string((char)random.Next(1, 255), random.Next(3)) + "\0" + random.Next(9)),
                _ => random.Next(2) == 0 ? random.Next(99).ToString(CultureInfo.InvariantCulture) : $"{random.Next(99)}.5",
            }));
            var comparator = random.Next(3) == 0 ? ", function(a, b) return b < a end" : "";
            return $"local t = {{{items}}} table.sort(t{comparator}) return contents(t)";
        }));
    }

    [Fact]
    public void Sort_KeyedRecords_IsStable()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("true", state.Run("""
            local t = {}
            for i = 1, 5000 do t[i] = { key = i * 7919 % 13, at = i } end
            table.sort(t, function(a, b) return a.key < b.key end)
            for i = 2, #t do
              local p, q = t[i - 1], t[i]
              if p.key > q.key or p.key == q.key and p.at > q.at then return 'false at ' .. i end
            end
            return 'true'
            """));
    }

    [Fact]
    public void Sort_ValuesThatDoNotCompare_NamesTheirTypesAndTheScriptsLine()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("false \"chunk:1: attempt to compare number with nil\"", state.Run("return try(function() table.sort({ 1, nil, 3 }) end)").Replace("nil with number", "number with nil"));
        Assert.Equal("false \"chunk:1: attempt to compare two table values\"", state.Run("return try(function() table.sort({ {}, {} }) end)"));
        Assert.Equal("false \"chunk:1: attempt to compare two boolean values\"", state.Run("return try(function() table.sort({ true, false }) end)"));
    }

    [Fact]
    public void Additions_OfLuau_DoWhatLuauDoes()
    {
        using var state = new TextState(ours: true);
        Assert.Equal(
            "integer:2 integer:4 nil integer:3 \"ab\" nil integer:7",
            state.Run("""
                local t = { 'a', 'b', 'c', 'b' }
                local made = table.create(3, 'x')
                local cloned = table.clone(setmetatable({ 'ab' }, { x = 1 }))
                local cleared = { 1, 2, a = 3 }
                table.clear(cleared)
                return show(table.find(t, 'b'), table.find(t, 'b', 3), table.find(t, 'z'), #made, cloned[1], next(cleared), table.maxn({ [7] = 1, 1, x = 2 }))
                """));
        Assert.Equal(
            "false \"chunk:1: bad argument #1 to 'clone' (table has a protected metatable)\"",
            state.Run("return try(function() table.clone(setmetatable({}, { __metatable = 1 })) end)"));
    }

    [Theory]
    [InlineData("string.split('a,b,,c')", "\"a\",\"b\",\"\",\"c\"")]
    [InlineData("string.split('', ',')", "\"\"")]
    [InlineData("string.split('abc', '')", "\"a\",\"b\",\"c\"")]
    [InlineData("string.split('', '')", "")]
    [InlineData("string.split('a--b', '--')", "\"a\",\"b\"")]
    [InlineData("string.split('%d%d', '%')", "\"\",\"d\",\"d\"")]
    [InlineData("('x y'):split(' ')", "\"x\",\"y\"")]
    [InlineData("string.split(112, 1)", "\"\",\"\",\"2\"")]
    public void Split_Separators_GivePieces(string call, string expected)
    {
        using var state = new TextState(ours: true);
        Assert.Equal(expected, state.Run($"return contents({call})"));
    }

    private static string Contents(Random random) =>
        "{" + string.Join(",", Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(3) == 0 ? "'s'" : random.Next(9).ToString(CultureInfo.InvariantCulture))) + "}";

    private static string Call(Random random)
    {
        string At() => Positions[random.Next(random.Next(3) == 0 ? Positions.Length : 6)];
        return random.Next(7) switch
        {
            0 => "table.insert(t, 'new')",
            1 => $"table.insert(t, {At()}, 'new')",
            2 => random.Next(2) == 0 ? "table.remove(t)" : $"table.remove(t, {At()})",
            3 => $"table.concat(t, {(random.Next(2) == 0 ? "','" : At())}, {At()}, {At()})".Replace("math.maxinteger", "8").Replace("math.mininteger", "-2"),
            4 => $"table.unpack(t, {At()}, {At()})".Replace("math.maxinteger", "8").Replace("math.mininteger", "-2"),
            5 => $"table.move(t, {At()}, {random.Next(-1, 6)}, {At()}) == t".Replace("math.mininteger", "-2"),
            _ => $"contents(table.move(t, {random.Next(1, 4)}, {random.Next(6)}, {At()}, {{9, 9}}))".Replace("math.mininteger", "-2"),
        };
    }
}
