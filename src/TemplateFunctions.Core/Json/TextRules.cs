using System.Buffers;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Json;

/// <summary>Rules for the names and ids of the contracts. Each says what is wrong with a text, or null when nothing is.</summary>
public static class TextRules
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> IdChars = SearchValues.Create(LettersAndDigits + "_.:-");
    private static readonly SearchValues<char> TemplateNameChars = SearchValues.Create(LettersAndDigits + "_.$-");
    private static readonly SearchValues<char> EventNameChars = SearchValues.Create(LettersAndDigits + "_.:$-");

    /// <summary>Event, execution and idempotency ids: 1-64 of <c>[A-Za-z0-9_.:-]</c>.</summary>
    public static string? Id(string text) => Name(text, IdChars, "A-Z, a-z, 0-9, _ . : -");

    /// <summary>Template names: 1-64 of <c>[A-Za-z0-9_.$-]</c>.</summary>
    public static string? TemplateName(string text) => Name(text, TemplateNameChars, "A-Z, a-z, 0-9, _ . $ -");

    /// <summary>Event names and base names: 1-64 of <c>[A-Za-z0-9_.:$-]</c>.</summary>
    public static string? EventName(string text) => Name(text, EventNameChars, "A-Z, a-z, 0-9, _ . : $ -");

    /// <summary>Ids of Discord: 1-20 digits, at most 2^64-1.</summary>
    public static string? Snowflake(string text) => GuildId.TryParse(text, out _) ? null : "must be a Discord id: 1 to 20 digits in a string";

    private static string? Name(string text, SearchValues<char> allowed, string shown)
    {
        if (text.Length is 0 or > 64)
        {
            return $"must have 1 to 64 characters, has {text.Length}";
        }

        return text.AsSpan().ContainsAnyExcept(allowed) ? $"may only hold {shown}" : null;
    }
}
