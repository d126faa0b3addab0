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
}
