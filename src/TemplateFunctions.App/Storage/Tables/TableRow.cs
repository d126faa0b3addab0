namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// One row of a table as adapters write and read it: texts up to 32,000 characters, whole numbers, and binary values up to
/// 64 KiB, which <see cref="ChunkedBody"/> spreads larger bodies over.
/// </summary>
internal sealed class TableRow(string partition, string key)
{
    public string Partition { get; } = partition;

    public string Key { get; } = key;

    /// <summary>What the service knows the row's content by; empty for a row that was not read.</summary>
    public string ETag { get; init; } = "";

    public Dictionary<string, object> Fields { get; init; } = new(StringComparer.Ordinal);

    /// <summary>A field of a row being written; null leaves it out.</summary>
    public object? this[string name]
    {
        set
        {
            if (value is not null)
            {
                Fields[name] = value;
            }
        }
    }

    public string Text(string name) => (string)Fields[name];

    public string? OptionalText(string name) => (string?)Fields.GetValueOrDefault(name);

    public long Number(string name) => (long)Fields[name];

    public long? OptionalNumber(string name) => (long?)Fields.GetValueOrDefault(name);

    public DateTimeOffset Time(string name) => new(Number(name), TimeSpan.Zero);

    public DateTimeOffset? OptionalTime(string name) => OptionalNumber(name) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public byte[] Bytes(string name) => (byte[])Fields[name];
}
