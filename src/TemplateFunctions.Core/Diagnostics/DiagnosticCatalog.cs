using System.Collections.Frozen;
using System.Reflection;

namespace TemplateFunctions.Core.Diagnostics;

/// <summary>
/// Every <c>TFnnnn</c> code: the one list from which answers, the pages of docs/diagnostics and the tests are made.
/// A new code is one field in the class of its family.
/// </summary>
public static class DiagnosticCatalog
{
    private static readonly Type[] Families =
    [
        typeof(SourceDiagnostics), typeof(RunDiagnostics), typeof(LimitDiagnostics), typeof(RequestDiagnostics), typeof(HostDiagnostics),
        typeof(StorageDiagnostics),
    ];

    /// <summary>All codes in ascending order.</summary>
    public static IReadOnlyList<Diagnostic> All { get; } =
    [
        .. Families
            .SelectMany(family => family.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (Diagnostic)field.GetValue(null)!)
            .OrderBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, Diagnostic> ByCode = All.ToFrozenDictionary(diagnostic => diagnostic.Code);

    /// <summary>The entry of a code, or null when there is none.</summary>
    public static Diagnostic? Find(string code) => ByCode.GetValueOrDefault(code);
}
