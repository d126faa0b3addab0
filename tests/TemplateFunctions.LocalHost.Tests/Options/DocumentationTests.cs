using System.Text.RegularExpressions;
using TemplateFunctions.LocalHost.Options;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.LocalHost.Tests.Options;

public sealed class DocumentationTests
{
    private static readonly string[] Documents =
    [
        Repository.PathOf("README.md"),
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.PathOf("samples"), "*.md", SearchOption.AllDirectories),
    ];

    // Told in words, because the machine decides them.
    private static readonly string[] OfTheMachine = ["Pool:Threads", "Pool:Processes", "Pool:MemoryBytes"];

    [Fact]
    public void ConfigurationPage_EverySetting_IsListedWithItsRangeAndDefault()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "configuration.md"));

        Assert.All(LocalHostOptionsReader.Settings(), setting =>
        {
            var row = Assert.Single(page.Split('\n'), line => line.StartsWith($"| `{setting.Key}` |", StringComparison.Ordinal));
            var last = Array.Exists(OfTheMachine, key => setting.Key.EndsWith(key, StringComparison.Ordinal)) ? "" : $" {setting.Default} |";
            Assert.Contains($"| {setting.Allowed} |{last}", row, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Documents_EveryRelativeLink_LeadsToAFileAndItsHeading()
    {
        var dead =
            from document in Documents
            from Match link in Regex.Matches(File.ReadAllText(document), @"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")
            let file = link.Groups[1].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value)
            where !Path.Exists(file) || (link.Groups[2].Success && !Headings(file).Contains(link.Groups[2].Value))
            select $"{Path.GetRelativePath(Repository.Root, document)}: {link.Value}";

        Assert.Empty(dead);
    }

    [Fact]
    public void Documents_EveryTestTheyName_IsThere()
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        string[] names =
        [
            .. from document in Documents
            from Match name in Regex.Matches(File.ReadAllText(document), @"`([A-Z]\w*Tests(?:\.\w+)?)`")
            select name.Groups[1].Value,
        ];

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !Array.Exists(sources, source => source.Contains($"class {name.Split('.')[0]}", StringComparison.Ordinal)
            && (!name.Contains('.', StringComparison.Ordinal) || source.Contains($" {name.Split('.')[1]}(", StringComparison.Ordinal))));
    }

    /// <summary>The names under which a page's headings are linked to.</summary>
    private static IEnumerable<string> Headings(string file) =>
        from line in File.ReadLines(file)
        where line.StartsWith('#')
        let text = Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "")
        select text.Replace(' ', '-');
}
