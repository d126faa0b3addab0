using TemplateFunctions.Core.Authoring;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Authoring;

/// <summary>docs/modules.md: run with TEMPLATEFUNCTIONS_WRITE_DOCS=1 to write it anew.</summary>
public sealed class ModulesPageTests
{
    [Fact]
    public void CommittedPage_IsThatOfTheDescription()
    {
        var path = Repository.PathOf("docs", "modules.md");
        var text = ModulesPage.Generate().ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Page_EveryModuleAndFunction_HasItsLine()
    {
        var text = ModulesPage.Generate();
        Assert.All(ApiDescription.Modules, module => Assert.Contains($"`{module.RequireName}`", text));
        Assert.All(ApiDescription.Modules.SelectMany(module => module.Members), member => Assert.Contains(member.Name, text));
        Assert.Contains("| `:exists(key: string, scopes: {string}) -> exists: boolean` | Whether there is such a record. |", text);
    }
}
