namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>How the embedded store keeps its data.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>The data directory; created when missing. One process at a time may use it.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Acknowledge a write only after the disk has it. False makes writes faster and lets a power cut (not a killed process) take back
    /// acknowledged ones: for throw-away data only.
    /// </summary>
    public bool FlushToDisk { get; init; } = true;

    /// <summary>Bytes after which a new log file is begun. 64 KiB to 1 GiB.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes of log, since the latest snapshot, from which a new snapshot is worth writing. 64 KiB to 64 GiB.</summary>
    public long CompactAfterBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Values up to this many bytes stay in memory; larger ones are read from disk. 0 to 1 MiB.</summary>
    public int InlineBytes { get; init; } = 512;

    /// <summary>How long writes are refused at once after one has failed, before the disk is tried again. 0 to 1 minute.</summary>
    public TimeSpan RetryAfterFailure { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Throws <see cref="ArgumentException"/> naming the first option outside its range.</summary>
    public EmbeddedStoreOptions Validate()
    {
        if (string.IsNullOrWhiteSpace(Directory) || Directory.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{nameof(Directory)} must name a directory.");
        }

        Check(nameof(SegmentBytes), SegmentBytes, 64 * 1024, 1L << 30, "bytes");
        Check(nameof(CompactAfterBytes), CompactAfterBytes, 64 * 1024, 1L << 36, "bytes");
        Check(nameof(InlineBytes), InlineBytes, 0, 1 << 20, "bytes");
        Check(nameof(RetryAfterFailure), (long)RetryAfterFailure.TotalMilliseconds, 0, 60_000, "milliseconds");
        return this;
    }

    private static void Check(string name, long value, long least, long most, string unit)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"{name} is {value}; it must be from {least} to {most} {unit}.");
        }
    }
}
