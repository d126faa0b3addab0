namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>What one flush makes durable: the ops of many writers, already visible in the tables, and how to take them back.</summary>
internal sealed class CommitGroup
{
    private readonly List<Change> changes = [];
    private readonly HashSet<Partition> partitions = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitGroup() => Buffer.Reserve(LogFormat.FrameHead);

    /// <summary>The frame in the making: its head, then ops.</summary>
    public ByteWriter Buffer { get; } = new();

    /// <summary>Completes when the group is durable; fails with a <see cref="StorageException"/> when it is taken back.</summary>
    public Task Done => done.Task;

    public bool IsEmpty => changes.Count == 0;

    /// <summary>Somebody waits for it. Without that it is written along with the next group that has a waiter.</summary>
    public bool IsWanted { get; set; }

    public int Mark => changes.Count;

    public bool Touches(Partition partition) =>
        IsWanted && (partition == Partition.All ? partitions.Count > 0 : partitions.Contains(partition));

    public void Touch(Partition partition) => partitions.Add(partition);

    /// <summary>Applies a change and remembers what it replaced.</summary>
    public void Apply(RowTable table, string key, Row? row, int opOffset) =>
        changes.Add(new Change(table, key, table.Apply(key, row), row, opOffset));

    /// <summary>Takes back every change after the mark, newest first.</summary>
    public void RollBack(int mark, int length)
    {
        for (var i = changes.Count - 1; i >= mark; i--)
        {
            changes[i].Table.Apply(changes[i].Key, changes[i].Old);
        }

        changes.RemoveRange(mark, changes.Count - mark);
        Buffer.Truncate(length);
    }

    public void RollBack() => RollBack(0, LogFormat.FrameHead);

    /// <summary>The frame is durable at that offset: rows get their places.</summary>
    public void Settle(LogFile file, long frameOffset, int inlineLimit)
    {
        foreach (var change in changes)
        {
            change.Now?.MoveTo(new RowLocation(file, frameOffset + change.OpOffset), inlineLimit);
        }
    }

    public void Complete() => done.TrySetResult();

    public void Fail(StorageException failure)
    {
        done.TrySetException(failure);

        // Read here because a group without waiters must not surface as an unobserved exception.
        _ = done.Task.Exception;
    }

    private readonly record struct Change(RowTable Table, string Key, Row? Old, Row? Now, int OpOffset);
}

/// <summary>
/// What readers wait for: a read answers after the writes under way in its partition are durable, so nobody acts on something a crash
/// takes back.
/// </summary>
internal readonly record struct Partition(Area Area, ulong Id)
{
    /// <summary>Everything: for reads across guilds.</summary>
    public static readonly Partition All = default;

    public static Partition Of(Area area, Runtime.Execution.GuildId guild) => new(area, guild.Value);
}

/// <summary>Rows of one guild that are read together; writes elsewhere do not hold up a read.</summary>
internal enum Area
{
    All,
    Templates,
    Kv,
    Results,
    DeadLetters,
    Inflight,
    Errors,
    Queue,
}
