namespace TemplateFunctions.LocalHost.Queues;

/// <summary>The naming rule of Azure Storage queues.</summary>
internal static class QueueName
{
    /// <summary>What a queue that receives messages nobody could process is called.</summary>
    public static string PoisonOf(string queue) => queue + "-poison";

    /// <summary>3 to 63 characters of a-z, 0-9 and dashes; no dash at an end, no two in a row.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal);
}
