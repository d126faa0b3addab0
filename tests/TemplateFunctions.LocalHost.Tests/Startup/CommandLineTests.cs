using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Options;
using TemplateFunctions.LocalHost.Startup;

namespace TemplateFunctions.LocalHost.Tests.Startup;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--url http://127.0.0.1:1", "did you mean --urls?")]
    [InlineData("--TemplateFunction:Key x", "did you mean --TemplateFunctions:Key?")]
    [InlineData("serve", "'serve' is not an option")]
    [InlineData("--urls", "lacks its value")]
    public void Check_Misspelt_IsRefusedWithTheNearest(string line, string expected) =>
        Assert.Contains(expected, Assert.Throws<StartupException>(() => CommandLine.Check(line.Split(' '))).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_BothSpellingsOfValues_ArePassed() =>
        CommandLine.Check(["--urls=http://127.0.0.1:1", "--TemplateFunctions:Key", "--looks-like-an-option"]);

    [Fact]
    public void PrintHelp_EverySetting_IsListed()
    {
        using var output = new StringWriter();

        CommandLine.PrintHelp(output);

        Assert.All(LocalHostOptionsReader.Settings(), setting => Assert.Contains($"--{setting.Key} ", output.ToString(), StringComparison.Ordinal));
    }
}
