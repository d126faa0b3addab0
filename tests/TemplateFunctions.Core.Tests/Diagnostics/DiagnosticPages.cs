using System.Text;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Core.Tests.Diagnostics;

/// <summary>Writes docs/diagnostics from the catalog: a page a code and an index.</summary>
internal static class DiagnosticPages
{
    private static readonly (char Digit, string Title)[] Families =
    [
        ('1', "Template source"), ('2', "Template run"), ('3', "Limits"), ('4', "Requests and capabilities"), ('5', "Host and storage"),
    ];

    /// <summary>File name to text.</summary>
    public static IReadOnlyDictionary<string, string> Generate()
    {
        var pages = DiagnosticCatalog.All.ToDictionary(diagnostic => $"{diagnostic.Code}.md", Page);
        pages["README.md"] = Index();
        return pages;
    }

    private static string Page(Diagnostic diagnostic)
    {
        var status = diagnostic.HttpStatus is { } code ? $"HTTP status: {code}\n\n" : "";
        return $"# {diagnostic.Code}: {diagnostic.Title}\n\n{status}## Cause\n\n{diagnostic.Cause}\n\n## Fix\n\n{diagnostic.Fix}\n";
    }

    private static string Index()
    {
        var text = new StringBuilder("# Diagnostics\n\nEvery failure carries one of these codes. The pages are generated from the code's list.\n");
        foreach (var (digit, title) in Families)
        {
            text.Append($"\n## TF{digit}xxx: {title}\n\n| code | what | HTTP status |\n|---|---|---|\n");
            foreach (var diagnostic in DiagnosticCatalog.All.Where(diagnostic => diagnostic.Code[2] == digit))
            {
                text.Append($"| [{diagnostic.Code}]({diagnostic.Code}.md) | {diagnostic.Title} | {diagnostic.HttpStatus} |\n");
            }
        }

        return text.ToString();
    }
}
