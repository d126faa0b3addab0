using System.Text.Json;
using System.Text.RegularExpressions;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Diagnostics;

public sealed partial class DiagnosticCatalogTests
{
    private static readonly string Folder = Repository.PathOf("docs", "diagnostics");

    [Fact]
    public void Catalog_EveryEntry_HasAUniqueWellFormedCodeAndFullTexts()
    {
        Assert.NotEmpty(DiagnosticCatalog.All);
        Assert.Distinct(DiagnosticCatalog.All.Select(diagnostic => diagnostic.Code));
        Assert.All(DiagnosticCatalog.All, diagnostic =>
        {
            Assert.Matches("^TF[1-5][0-9]{3}$", diagnostic.Code);
            Assert.All([diagnostic.Title, diagnostic.Cause, diagnostic.Fix], text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.False(diagnostic.Title.EndsWith('.'));
            Assert.EndsWith(".", diagnostic.Cause);
        });
    }

    [Theory]
    [InlineData(typeof(SourceDiagnostics), "TF1")]
    [InlineData(typeof(RunDiagnostics), "TF2")]
    [InlineData(typeof(LimitDiagnostics), "TF3")]
    [InlineData(typeof(RequestDiagnostics), "TF4")]
    [InlineData(typeof(HostDiagnostics), "TF50")]
    [InlineData(typeof(StorageDiagnostics), "TF51")]
    public void Catalog_Family_HoldsOnlyItsOwnCodesAndAllOfThemAreListed(Type family, string prefix) =>
        Assert.All(family.GetFields().Where(field => field.IsStatic), field =>
        {
            var diagnostic = (Diagnostic)field.GetValue(null)!;
            Assert.StartsWith(prefix, diagnostic.Code, StringComparison.Ordinal);
            Assert.Same(diagnostic, DiagnosticCatalog.Find(diagnostic.Code));
        });

    [Fact]
    public void Find_UnknownCode_IsNull() => Assert.Null(DiagnosticCatalog.Find("TF9999"));

    /// <summary>Set TEMPLATEFUNCTIONS_WRITE_DOCS=1 to rewrite the pages instead of comparing them.</summary>
    [Fact]
    public void Pages_OnDisk_EqualWhatTheCatalogGenerates()
    {
        var pages = DiagnosticPages.Generate();
        if (Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_WRITE_DOCS") == "1")
        {
            Rewrite(pages);
        }

        var onDisk = Directory.EnumerateFiles(Folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), onDisk.Keys.Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(page.Value, onDisk[page.Key]));
    }

    [Fact]
    public void Sources_EveryCodeTheyMention_IsInTheCatalog()
    {
        var unknown =
            from path in Sources()
            from Match match in Code().Matches(File.ReadAllText(path))
            where DiagnosticCatalog.Find(match.Value) is null
            select $"{match.Value} in {Path.GetRelativePath(Repository.Root, path)}";

        Assert.Empty(unknown.Distinct());
    }

    [Fact]
    public void Catalog_EveryCode_IsGivenSomewhereInTheSources()
    {
        var sources = Sources().Where(path => !path.Contains(Path.Combine("TemplateFunctions.Core", "Diagnostics"), StringComparison.Ordinal)).Select(File.ReadAllText).ToArray();

        var unused =
            from family in typeof(Diagnostic).Assembly.GetTypes().Where(type => type.Namespace == typeof(Diagnostic).Namespace)
            from field in family.GetFields().Where(field => field.IsStatic && field.FieldType == typeof(Diagnostic))
            let code = ((Diagnostic)field.GetValue(null)!).Code
            where !Array.Exists(sources, source => source.Contains(code, StringComparison.Ordinal) || Regex.IsMatch(source, $@"\b{family.Name}\.{field.Name}\b"))
            select $"{code}, {field.Name}";

        Assert.Empty(unused);
    }

    [Fact]
    public void Problem_ToJson_CarriesCodeTitleStatusDetailAndErrors()
    {
        var problem = Problem.Of(RequestDiagnostics.BodyRefused, "One field is wrong.", new ProblemError("event.name", "is missing"));

        using var json = JsonDocument.Parse(problem.ToJson());

        Assert.Equal("TF4002", json.RootElement.GetProperty("code").GetString());
        Assert.Equal("The body is not valid", json.RootElement.GetProperty("title").GetString());
        Assert.Equal(400, json.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("One field is wrong.", json.RootElement.GetProperty("detail").GetString());
        Assert.Equal("event.name", json.RootElement.GetProperty("errors")[0].GetProperty("path").GetString());
        Assert.Equal("is missing", json.RootElement.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    private static IEnumerable<string> Sources() =>
        from path in Directory.EnumerateFiles(Repository.PathOf("src"), "*.*", SearchOption.AllDirectories)
        where Path.GetExtension(path) is ".cs" or ".lua" && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select path;

    private static void Rewrite(IReadOnlyDictionary<string, string> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var stale in Directory.EnumerateFiles(Folder))
        {
            File.Delete(stale);
        }

        foreach (var (name, text) in pages)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }

    [GeneratedRegex("TF[1-9][0-9]{3}")]
    private static partial Regex Code();
}
