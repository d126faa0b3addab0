namespace TemplateFunctions.Hosting.Settings;

/// <summary>Rules for texts that settings of several hosts hold.</summary>
internal static class SettingRules
{
    /// <summary>What the operator is told of <see cref="IsEventsQueue"/>.</summary>
    public const string EventsQueue = "3 to 56 of a-z, 0-9 and single inner dashes";

    /// <summary>A storage queue's name, of at most 63 characters, that is one still with <c>-poison</c> behind it.</summary>
    public static bool IsEventsQueue(string text) => text.Length is >= 3 and <= 56
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && !text.Contains("--", StringComparison.Ordinal) && text[0] != '-' && text[^1] != '-';

    /// <summary>A path that can name a directory.</summary>
    public static bool IsDirectory(string text) =>
        text.Length <= 1024 && !string.IsNullOrWhiteSpace(text) && text.AsSpan().IndexOfAny(Path.GetInvalidPathChars()) < 0;
}
