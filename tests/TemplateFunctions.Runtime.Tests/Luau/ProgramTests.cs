namespace TemplateFunctions.Runtime.Tests.Luau;

/// <summary>
/// Whole programs of the kind templates are, in typed Luau, beside the same program written by hand in Lua 5.4. The benchmark
/// measures the same pairs.
/// </summary>
public sealed class ProgramTests
{
    private const string Programs = "programs";
    private const int Rounds = 60;

    public static TheoryData<string> Names() => LuauFile.Names(Programs);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Program_Luau_GivesItsResult(string name)
    {
        var actual = await LuauFile.Run(Programs, name + ".luau", Rounds);
        Assert.Equal(await LuauFile.Expected(Programs, name, actual), actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Program_HandWrittenLua_GivesTheSameResult(string name) =>
        Assert.Equal(await LuauFile.Run(Programs, name + ".luau", Rounds), await LuauFile.Run(Programs, name + ".lua", Rounds));

    /// <summary>Being preempted, wherever that happens, changes no result.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Program_PreemptedAnywhere_GivesTheSameResult(string name)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var expected = await LuauFile.Run(Programs, name + ".luau", Rounds);
        for (var i = 0; i < 5; i++)
        {
            var slice = random.Next(5, 300);
            var actual = await LuauFile.Run(Programs, name + ".luau", Rounds, slice);
            Assert.True(expected == actual, $"seed {seed}, slice {slice}: {actual}");
        }
    }
}
