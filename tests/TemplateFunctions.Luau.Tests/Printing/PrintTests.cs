using TemplateFunctions.Luau.Tests.Fuzzing;
using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Printing;

public class PrintTests
{
    [Theory]
    [InlineData("scheduler")]
    [InlineData("permissions")]
    [InlineData("calculator")]
    [InlineData("limiter")]
    [InlineData("classes")]
    public void Print_OfProgram_ParsesToTheSamePrintAndRunsTheSame(string name)
    {
        var source = Samples.Read(name);
        var printed = LuauPrinter.Print(source);
        Assert.Equal(printed, LuauPrinter.Print(printed));
        Assert.Equal(LuauProgram.Run(source), LuauProgram.Run(printed));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    public void Print_OfGeneratedPrograms_ParsesToTheSamePrint(int seed)
    {
        var generator = new ProgramGenerator(new Random(seed), luau: true);
        for (var round = 0; round < 100; round++)
        {
            var source = generator.Program();
            var printed = LuauPrinter.Print(source);
            Assert.True(printed == LuauPrinter.Print(printed), $"seed {seed} round {round}:\n{source}");
            Assert.True(Lowered(source) == Lowered(printed), $"seed {seed} round {round}:\n{source}");
        }
    }

    /// <summary>The lowered text without line ends, which printing moves.</summary>
    private static string Lowered(string source) =>
        string.Concat(LuauCompiler.Lower(source, LuauDialect.Luau).Lua!.Where(c => !char.IsWhiteSpace(c) && c != ';'));
}
