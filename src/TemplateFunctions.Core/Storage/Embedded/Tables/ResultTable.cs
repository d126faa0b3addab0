using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>A run without its outcome.</summary>
internal sealed record ResultMeta(
    string ExecutionId, RunKey Key, RunOwner Owner, ExecutionStatus Status, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt);

/// <summary>Runs of the last 24 hours; outcomes are the bodies.</summary>
internal sealed class ResultTable() : RowTable<ResultMeta>(TableIds.Results)
{
    private readonly Dictionary<string, Row<ResultMeta>> byExecution = new(StringComparer.Ordinal);
    private readonly Dictionary<(GuildId, string), Row<ResultMeta>[]> byEvent = [];

    // Few different texts stand in very many rows.
    private readonly Dictionary<string, string> shared = new(StringComparer.Ordinal);
    private readonly ExpiryIndex expiries = new();

    public override int InlineAtMost => 0;

    public static string KeyOf(RunKey key) => $"{key.Guild}/{key.EventId.Length}:{key.EventId}/{key.Template}";

    public Row<ResultMeta>? Find(RunKey key) => TryGet(KeyOf(key), out var row) ? row : null;

    public Row<ResultMeta>? Find(string executionId) => byExecution.GetValueOrDefault(executionId);

    public IReadOnlyList<Row<ResultMeta>> OfEvent(GuildId guild, string eventId) =>
        byEvent.TryGetValue((guild, eventId), out var rows) ? rows : [];

    /// <summary>The keys of expired runs, earliest first.</summary>
    public string[] Expired(DateTimeOffset now, int limit) =>
        [.. expiries.Until(now).Take(limit)];

    public override void Encode(ResultMeta meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.String(meta.ExecutionId);
        writer.UInt64(meta.Key.Guild.Value);
        writer.String(meta.Key.EventId);
        writer.String(meta.Key.Template);
        writer.String(meta.Owner.Incarnation);
        writer.Int64(meta.Owner.Epoch);
        writer.Bool(meta.Status == ExecutionStatus.Done);
        writer.Time(meta.StartedAt);
        writer.Time(meta.ExpiresAt);
    }

    protected override ResultMeta Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        return new ResultMeta(
            reader.String(),
            new RunKey(new GuildId(reader.UInt64()), reader.String(), Share(reader.String())),
            new RunOwner(Share(reader.String()), reader.Int64()),
            reader.Bool() ? ExecutionStatus.Done : ExecutionStatus.Running,
            reader.Time(),
            reader.Time());
    }

    protected override void Index(Row<ResultMeta>? old, Row<ResultMeta>? now)
    {
        expiries.Move((now ?? old)!.Key, old?.Meta.ExpiresAt, now?.Meta.ExpiresAt);
        if (old is not null)
        {
            if (Find(old.Meta.ExecutionId) == old)
            {
                byExecution.Remove(old.Meta.ExecutionId);
            }

            byEvent[EventOf(old)] = Array.FindAll(byEvent[EventOf(old)], row => row != old);
        }

        if (now is not null)
        {
            byExecution[now.Meta.ExecutionId] = now;
            byEvent[EventOf(now)] = [.. byEvent.GetValueOrDefault(EventOf(now), []), now];
        }
        else if (byEvent[EventOf(old!)].Length == 0)
        {
            byEvent.Remove(EventOf(old!));
        }
    }

    /// <summary>The text, or an equal one that is in memory already. Kept small: old process ids would pile up.</summary>
    private string Share(string text)
    {
        if (shared.Count > 10_000)
        {
            shared.Clear();
        }

        return shared.TryGetValue(text, out var known) ? known : shared[text] = text;
    }

    private static (GuildId, string) EventOf(Row<ResultMeta> row) => (row.Meta.Key.Guild, row.Meta.Key.EventId);
}
