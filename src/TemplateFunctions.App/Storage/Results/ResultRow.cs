using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Storage.Results;

/// <summary>A run as a row; its outcome is the row's body.</summary>
internal static class ResultRow
{
    private const string Family = "r|";
    private const string IndexFamily = "x|";

    public static string PartitionOf(RunKey key) => TableKeys.RunPartition(key.Guild);

    /// <summary>Ids and names of events and templates hold no character that a key may not.</summary>
    public static string KeyOf(RunKey key) => PrefixOf(key.Guild, key.EventId) + key.Template;

    public static string PrefixOf(Runtime.Execution.GuildId guild, string eventId) => $"{Family}{guild}|{eventId}|";

    /// <summary>The key, in any of the partitions, of the row that leads from an execution id to its run.</summary>
    public static string IndexKeyOf(string executionId) => IndexFamily + executionId;

    public static TableRow WriteIndex(ExecutionRecord record) => new(PartitionOf(record.Key), IndexKeyOf(record.ExecutionId))
    {
        ["Guild"] = record.Key.Guild.ToString(),
        ["EventId"] = record.Key.EventId,
        ["Template"] = record.Key.Template,
        ["ExpiresAt"] = (record.ExpiresAt + StorageLimits.ResultLifetime).UtcTicks,
    };

    public static TableRow Write(ExecutionRecord record, string etag) => new(PartitionOf(record.Key), KeyOf(record.Key))
    {
        ETag = etag,
        ["ExecutionId"] = record.ExecutionId,
        ["EventId"] = record.Key.EventId,
        ["Template"] = record.Key.Template,
        ["Incarnation"] = record.Owner.Incarnation,
        ["Epoch"] = record.Owner.Epoch,
        ["Done"] = record.Status == ExecutionStatus.Done ? 1L : 0L,
        ["StartedAt"] = record.StartedAt.UtcTicks,
        ["ExpiresAt"] = record.ExpiresAt.UtcTicks,
    };

    public static ExecutionRecord Read(TableRow row, Runtime.Execution.GuildId guild, ReadOnlyMemory<byte> outcome) => new()
    {
        ExecutionId = row.Text("ExecutionId"),
        Key = new RunKey(guild, row.Text("EventId"), row.Text("Template")),
        Owner = new RunOwner(row.Text("Incarnation"), row.Number("Epoch")),
        Status = row.Number("Done") == 1 ? ExecutionStatus.Done : ExecutionStatus.Running,
        Outcome = outcome,
        StartedAt = row.Time("StartedAt"),
        ExpiresAt = row.Time("ExpiresAt"),
    };
}
