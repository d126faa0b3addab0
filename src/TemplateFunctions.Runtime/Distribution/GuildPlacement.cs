using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>
/// Which slot serves a guild: decided by the id alone, so that every process and every restart agrees, unless a caller pinned
/// the guild elsewhere. The first decision stays.
/// </summary>
internal sealed class GuildPlacement(int slots)
{
    private readonly ConcurrentDictionary<GuildId, int> _pinned = new();

    public int SlotOf(GuildId guild, int? wanted)
    {
        var natural = (int)(Mix(guild.Value) % (ulong)slots);
        if (wanted is null && _pinned.IsEmpty)
        {
            return natural;
        }

        if (_pinned.TryGetValue(guild, out var pinned))
        {
            return pinned;
        }

        return wanted is { } slot && slot >= 0 && slot < slots && slot != natural ? _pinned.GetOrAdd(guild, slot) : natural;
    }

    // Snowflakes share their low bits within a shard and their high bits within a time span: mix before taking the remainder.
    private static ulong Mix(ulong value)
    {
        value ^= value >> 33;
        value *= 0xff51afd7ed558ccd;
        value ^= value >> 33;
        return value;
    }
}
