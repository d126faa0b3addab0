using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>A dead letter without its body.</summary>
internal sealed record DeadLetterMeta(
    string Id, string Source, string ReasonCode, string ReasonText, GuildId? Guild, int Attempts, DateTimeOffset At);

/// <summary>Dead letters by id; ids sort by age.</summary>
internal sealed class DeadLetterTable() : RowTable<DeadLetterMeta>(TableIds.DeadLetters)
{
    private static readonly GuildId Nobody = new(0);
    private readonly SortedSet<string> all = new(StringComparer.Ordinal);
    private readonly Dictionary<GuildId, SortedSet<string>> guilds = [];

    public override int InlineAtMost => 0;

    public string? Newest => all.Max;

    public int CountOf(GuildId? guild) => guilds.TryGetValue(guild ?? Nobody, out var ids) ? ids.Count : 0;

    public string? OldestOf(GuildId? guild) => guilds.GetValueOrDefault(guild ?? Nobody)?.Min;

    /// <summary>Newest first, those before the id when one is given.</summary>
    public IEnumerable<Row<DeadLetterMeta>> List(GuildId? guild, string? before)
    {
        var ids = guild is { } one ? guilds.GetValueOrDefault(one) : all;
        if (ids is null || (before is not null && string.CompareOrdinal(before, ids.Min) <= 0))
        {
            return [];
        }

        var view = before is null ? ids : ids.GetViewBetween(ids.Min!, before);
        return view.Reverse().Where(id => id != before).Select(id => TryGet(id, out var row) ? row : null).OfType<Row<DeadLetterMeta>>();
    }

    public override void Encode(DeadLetterMeta meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.String(meta.Id);
        writer.String(meta.Source);
        writer.String(meta.ReasonCode);
        writer.String(meta.ReasonText);
        writer.Bool(meta.Guild is not null);
        writer.UInt64(meta.Guild?.Value ?? 0);
        writer.Count(meta.Attempts);
        writer.Time(meta.At);
    }

    protected override DeadLetterMeta Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        var (id, source, code, text) = (reader.String(), reader.String(), reader.String(), reader.String());
        var hasGuild = reader.Bool();
        var guild = new GuildId(reader.UInt64());
        return new DeadLetterMeta(id, source, code, text, hasGuild ? guild : null, reader.Count(), reader.Time());
    }

    protected override void Index(Row<DeadLetterMeta>? old, Row<DeadLetterMeta>? now)
    {
        var meta = (now ?? old)!.Meta;
        var guild = meta.Guild ?? Nobody;
        if (!guilds.TryGetValue(guild, out var ids))
        {
            guilds[guild] = ids = new SortedSet<string>(StringComparer.Ordinal);
        }

        if (now is not null)
        {
            all.Add(meta.Id);
            ids.Add(meta.Id);
            return;
        }

        all.Remove(meta.Id);
        ids.Remove(meta.Id);
        if (ids.Count == 0)
        {
            guilds.Remove(guild);
        }
    }
}
