using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>
/// Which slot serves a guild: decided by the id alone, so that every process and every restart agrees, unless a caller pinned
/// the guild elsewhere. The first decision stays.
/// </summary>
internal sealed class GuildPlacement(int slots)
{
    private readonly ConcurrentDictionary<GuildId, int> _placed = new();

    /// <summary>Where the guild goes, or would go; decides nothing.</summary>
    public int SlotOf(GuildId guild) => _placed.TryGetValue(guild, out var slot) ? slot : Natural(guild);

    /// <summary>
    /// Where the guild goes from now on. Natural places are remembered too: a caller who wants another slot later would otherwise give
    /// the guild a second VM.
    /// </summary>
    public int Place(GuildId guild, int? wanted)
    {
        if (_placed.TryGetValue(guild, out var placed))
        {
            return placed;
        }

        return _placed.GetOrAdd(guild, wanted is { } slot && slot >= 0 && slot < slots ? slot : Natural(guild));
    }

    private int Natural(GuildId guild) => (int)(Mix(guild.Value) % (ulong)slots);

    // Snowflakes share their low bits within a shard and their high bits within a time span: mix before taking the remainder.
    private static ulong Mix(ulong value)
    {
        value ^= value >> 33;
        value *= 0xff51afd7ed558ccd;
        value ^= value >> 33;
        return value;
    }
}
