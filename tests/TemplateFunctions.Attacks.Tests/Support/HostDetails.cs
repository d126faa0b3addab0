using System.Text;
using System.Text.RegularExpressions;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>What no answer may tell: addresses, paths, .NET names, other tenants. What the attacker wrote himself does not count.</summary>
internal static partial class HostDetails
{
    public static string? FindIn(LuaVmResult result, string ownSource)
    {
        var error = result.Error;
        var told = string.Join('\n', [.. result.Logs, error?.Message, error?.File, error?.Frame, error?.Traceback, Encoding.UTF8.GetString(result.ResultJson.Span)]);
        return Detail().Matches(told).Select(match => match.Value).FirstOrDefault(detail => !ownSource.Contains(detail, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"0x[0-9a-fA-F]{6,}|\b0*(?:7f|5[56])[0-9a-f]{10}\b|(?<![\w.])/(home|root|usr|tmp|etc|work|proc|opt)/[\w./-]*|\b(System|TemplateFunctions|KeraLua|NLua|Microsoft)\.\w+|   at |\bneighbour\b|\bcanary\b|prelude|\[C#\]")]
    private static partial Regex Detail();
}
