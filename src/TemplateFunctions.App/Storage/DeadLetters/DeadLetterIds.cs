using System.Globalization;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.DeadLetters;

/// <summary>
/// Ids of dead letters: 19 digits of time, four random hex digits, the guild. They sort by age, lead to the guild's partition, and
/// differ also when two processes make one at the same time.
/// </summary>
internal sealed class DeadLetterIds(TimeProvider time)
{
    private const int TimeDigits = 19;
    private long _last;
    private volatile bool _seeded;

    public bool IsSeeded => _seeded;

    public string Next(GuildId? guild)
    {
        long ticks;
        long last;
        do
        {
            last = Volatile.Read(ref _last);
            ticks = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, ticks, last) != last);

        return string.Create(CultureInfo.InvariantCulture, $"{ticks:D19}-{Random.Shared.Next(0x10000):x4}-{guild?.ToString() ?? "none"}");
    }

    /// <summary>Ids from now on are greater than this one.</summary>
    public void Seed(string? newest)
    {
        var ticks = newest is null ? 0 : TicksOf(newest);
        long last;
        do
        {
            last = Volatile.Read(ref _last);
        }
        while (last < ticks && Interlocked.CompareExchange(ref _last, ticks, last) != last);
        _seeded = true;
    }

    /// <summary>The guild of the letter, null for none; false for a text that is no id of ours.</summary>
    public static bool TryGuild(string id, out GuildId? guild)
    {
        guild = null;
        if (id.Length < TimeDigits + 7 || id[TimeDigits] != '-' || id[TimeDigits + 5] != '-' || !id.AsSpan(0, TimeDigits).ContainsOnlyDigits())
        {
            return false;
        }

        var name = id[(TimeDigits + 6)..];
        if (GuildId.TryParse(name, out var parsed))
        {
            guild = parsed;
            return true;
        }

        return name == "none";
    }

    /// <summary>The key that sorts newer letters first.</summary>
    public static string Newest(string id) => TableKeys.Descending(TicksOf(id)) + id[TimeDigits..];

    private static long TicksOf(string id) => long.Parse(id.AsSpan(0, TimeDigits), CultureInfo.InvariantCulture);
}

/// <summary>Small checks of texts.</summary>
file static class Digits
{
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
