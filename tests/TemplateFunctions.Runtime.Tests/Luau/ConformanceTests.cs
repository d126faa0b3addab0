namespace TemplateFunctions.Runtime.Tests.Luau;

/// <summary>Each feature of the language and its library, run by the runtime, with the results that Luau gives.</summary>
public sealed class ConformanceTests
{
    private const string Conformance = "conformance";

    public static TheoryData<string> Names() => LuauFile.Names(Conformance);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Feature_InTheRuntime_GivesWhatLuauGives(string name)
    {
        var actual = await LuauFile.Run(Conformance, name + ".luau", 0);
        Assert.Equal(await LuauFile.Expected(Conformance, name, actual), actual);
        Assert.Equal(actual, await LuauFile.Run(Conformance, name + ".luau", 0, sliceMicroseconds: 20));
    }
}
