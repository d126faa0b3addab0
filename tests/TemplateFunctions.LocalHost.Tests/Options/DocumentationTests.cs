using TemplateFunctions.LocalHost.Options;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.LocalHost.Tests.Options;

public sealed class DocumentationTests
{
    [Fact]
    public void ConfigurationPage_EverySetting_IsListedWithItsRange()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "configuration.md"));

        Assert.All(LocalHostOptionsReader.Settings(), setting =>
        {
            var row = Assert.Single(page.Split('\n'), line => line.StartsWith($"| `{setting.Key}` |", StringComparison.Ordinal));
            Assert.Contains($"| {setting.Allowed} |", row, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Documents_EveryRelativeLink_LeadsToAFile()
    {
        string[] documents = [Repository.PathOf("README.md"), .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)];

        var dead =
            from document in documents
            from System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(document), @"\]\((?!https?:)([^)#]+)")
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value))
            select $"{Path.GetRelativePath(Repository.Root, document)}: {link.Groups[1].Value}";

        Assert.Empty(dead);
    }

    [Fact]
    public void Documents_EveryTestTheyName_IsThere()
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        string[] names =
        [
            .. from document in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            from System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(document), @"`([A-Z]\w*Tests(?:\.\w+)?)`")
            select name.Groups[1].Value,
        ];

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !Array.Exists(sources, source => source.Contains($"class {name.Split('.')[0]}", StringComparison.Ordinal)
            && (!name.Contains('.', StringComparison.Ordinal) || source.Contains($" {name.Split('.')[1]}(", StringComparison.Ordinal))));
    }
}
