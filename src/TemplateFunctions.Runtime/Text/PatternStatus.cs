namespace TemplateFunctions.Runtime.Text;

/// <summary>Why a pattern could not be matched; the texts are those of Lua's own library.</summary>
internal enum PatternStatus
{
    Ok,
    TooComplex,
    EndsWithEscape,
    MissingBracket,
    MissingFrontierSet,
    MissingBalanceArguments,
    TooManyCaptures,
    InvalidPatternCapture,
    InvalidCaptureIndex,
    UnfinishedCapture,
    InvalidReplacementEscape,
}

internal static class PatternStatusText
{
    /// <param name="status">Anything but <see cref="PatternStatus.Ok"/>.</param>
    /// <param name="index">The capture that does not exist, for <see cref="PatternStatus.InvalidCaptureIndex"/>.</param>
    public static string Of(PatternStatus status, int index) => status switch
    {
        PatternStatus.TooComplex => "pattern too complex",
        PatternStatus.EndsWithEscape => "malformed pattern (ends with '%')",
        PatternStatus.MissingBracket => "malformed pattern (missing ']')",
        PatternStatus.MissingFrontierSet => "missing '[' after '%f' in pattern",
        PatternStatus.MissingBalanceArguments => "malformed pattern (missing arguments to '%b')",
        PatternStatus.TooManyCaptures => "too many captures",
        PatternStatus.InvalidPatternCapture => "invalid pattern capture",
        PatternStatus.InvalidCaptureIndex => $"invalid capture index %{index}",
        PatternStatus.UnfinishedCapture => "unfinished capture",
        PatternStatus.InvalidReplacementEscape => "invalid use of '%' in replacement string",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a failure"),
    };
}
