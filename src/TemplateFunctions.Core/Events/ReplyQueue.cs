using System.Buffers;

namespace TemplateFunctions.Core.Events;

/// <summary>
/// The queues to which outcomes may be sent. The prefix keeps a sender from writing into the event queue itself or into the
/// queues of other applications.
/// </summary>
public static class ReplyQueue
{
    /// <summary>How the name must begin.</summary>
    public const string Prefix = "template-replies-";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What is wrong with a queue's name, or null. Storage queues take 3-63 lower-case letters, digits and single hyphens.</summary>
    public static string? Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return $"must begin with {Prefix}";
        }

        var valid = name.Length is > 17 and <= 63
            && !name.AsSpan().ContainsAnyExcept(Allowed)
            && !name.Contains("--", StringComparison.Ordinal)
            && name[^1] != '-';
        return valid ? null : "must have at most 63 lower-case letters, digits and single hyphens, and end with a letter or digit";
    }
}
