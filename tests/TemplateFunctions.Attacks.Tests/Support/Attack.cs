using System.Text.RegularExpressions;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>
/// One file under attacks/: a comment that says what it tries, then <c>-- expect:</c> with the ends that are right for it, separated by
/// <c>|</c>: <c>held</c> (it returns "held" after checking that it got nowhere), <c>error</c>, <c>timeout</c>, <c>memory</c>, each with the
/// code where there is one; <c>breaks</c> when the VM may be lost, <c>slow</c> when one native instruction may take as long as the whole limit. <c>-- ways:</c> names the ways that make a difference.
/// </summary>
internal sealed partial record Attack(string Name, string Family, string Purpose, string Source, IReadOnlyList<string> Expected, bool MayBreak, bool IsSlow, IReadOnlyList<string> Ways)
{
    public static readonly string[] AllWays = ["execute", "event", "coroutine", "task", "module"];

    public static IReadOnlyList<Attack> All { get; } =
        [.. Directory.GetFiles(Folder, "*.lua*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    private static string Folder => Repository.PathOf("tests", "TemplateFunctions.Attacks.Tests", "attacks");

    public static Attack Find(string name) => All.First(attack => attack.Name == name);

    /// <summary>Whether a limit of time may be what ends it.</summary>
    public bool MayTimeOut => Expected.Any(end => end.StartsWith("timeout", StringComparison.Ordinal));

    public bool IsExpected(LuaVmResult result) => Expected.Any(end => Matches(end.Split(' '), result));

    private static bool Matches(string[] end, LuaVmResult result)
    {
        var kind = end[0] switch
        {
            "held" => LuaVmResultKind.Ok,
            "error" => LuaVmResultKind.LuaError,
            "timeout" => LuaVmResultKind.Timeout,
            "memory" => LuaVmResultKind.MemoryLimit,
            _ => throw new InvalidOperationException($"'{end[0]}' is no end of an attack."),
        };
        return result.Kind == kind && (end.Length == 1 || result.Error?.Code == end[1]);
    }

    private static Attack Read(string path)
    {
        var source = File.ReadAllText(path);
        var name = Path.GetRelativePath(Folder, path).Replace('\\', '/');
        var expected = Expect().Match(source);
        if (!expected.Success)
        {
            throw new InvalidOperationException($"{name} does not say what is expected.");
        }

        var ends = expected.Groups[1].Value.Split('|', StringSplitOptions.TrimEntries);
        var ways = Way().Match(source) is { Success: true } match ? match.Groups[1].Value.Split(' ') : AllWays;
        var purpose = source[..source.IndexOf('\n', StringComparison.Ordinal)].TrimStart('-', ' ');
        return new Attack(name, name[..name.IndexOf('/', StringComparison.Ordinal)], purpose, source, [.. ends.Except(["breaks", "slow"])], ends.Contains("breaks"), ends.Contains("slow"), ways);
    }

    [GeneratedRegex(@"^-- expect: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expect();

    [GeneratedRegex(@"^-- ways: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Way();
}
