using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Storage.Embedded.Files;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>
/// The write-ahead log under all embedded stores. A write decides and changes the tables under one lock, then waits for the writer
/// thread, which flushes everything that has gathered meanwhile at once. Reads wait for the writes under way in their partition.
/// When a flush fails, what it held is taken back from the tables and the store refuses writes until the disk works again.
/// </summary>
internal sealed partial class LogEngine : IStorageHealth, IDisposable
{
    /// <summary>Writers wait for a flush once this much has gathered.</summary>
    private const int GatherBytes = 8 * 1024 * 1024;

    /// <summary>Changes nobody waits for are written when this much has gathered.</summary>
    private const int LazyBytes = 256 * 1024;

    private readonly Lock gate = new();
    private readonly IStorageFiles files;
    private readonly EmbeddedStoreOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly IReadOnlyList<RowTable> tables;
    private readonly AutoResetEvent signal = new(false);
    private readonly Thread writer;
    private CommitGroup filling = new();
    private CommitGroup? flushing;
    private StorageHealth health = new(Writable: true);
    private long retryAt = long.MinValue;
    private bool closing;

    public LogEngine(IStorageFiles files, EmbeddedStoreOptions options, TimeProvider time, ILogger logger, IReadOnlyList<RowTable> tables)
    {
        this.files = files;
        this.options = options.Validate();
        this.time = time;
        this.logger = logger;
        this.tables = tables;
        var recovered = new LogRecovery(files, tables, options.InlineBytes).Run();
        Recovery = recovered.Report;
        logs = recovered.Logs;
        snapshot = recovered.Snapshot;
        active = recovered.Logs[^1];
        activeLength = recovered.ActiveLength;
        sealedBytes = logs.SkipLast(1).Sum(log => log.File.Length);
        snapshotBytes = snapshot?.File.Length ?? 0;
        lsn = recovered.LastLsn;
        ReportRecovery(recovered.Report);
        writer = new Thread(WriteLoop) { IsBackground = true, Name = "store-writer" };
        writer.Start();
    }

    /// <summary>What opening found.</summary>
    public RecoveryReport Recovery { get; }

    /// <inheritdoc/>
    public StorageHealth Current => Volatile.Read(ref health);

    /// <summary>Runs <paramref name="read"/> under the lock and answers when what it saw is durable.</summary>
    public async ValueTask<T> ReadAsync<T>(Partition partition, Func<T> read, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            T result;
            Task? pending;
            lock (gate)
            {
                ThrowIfClosed();
                result = read();
                pending = PendingIn(partition);
            }

            if (pending is null || await BecomesDurable(pending, cancellation).ConfigureAwait(false))
            {
                return result;
            }
        }
    }

    /// <summary>
    /// Picks rows under the lock and projects them outside of it, where their bodies may be read from disk. Starts again when a row
    /// was replaced and its file compacted away between the two.
    /// </summary>
    public async ValueTask<T> ReadAsync<TRows, T>(
        Partition partition, Func<TRows> pick, Func<TRows, T> project, CancellationToken cancellation)
    {
        while (true)
        {
            var rows = await ReadAsync(partition, pick, cancellation).ConfigureAwait(false);
            try
            {
                return project(rows);
            }
            catch (StaleRowException)
            {
                // Somebody replaced the row: what is current is found by picking again.
            }
        }
    }

    /// <summary>
    /// Runs <paramref name="decide"/> under the lock and answers when its changes, or what it saw when it made none, are durable.
    /// An exception of <paramref name="decide"/> leaves nothing behind.
    /// </summary>
    public async ValueTask<T> WriteAsync<T>(Partition partition, Func<Transaction, T> decide, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            T result = default!;
            Task? pending;
            var changed = false;
            bool full;
            lock (gate)
            {
                ThrowIfClosed();
                full = filling.Buffer.Length >= GatherBytes;
                pending = full ? WantFilling() : Decide(partition, decide, out result, out changed);
            }

            if (full)
            {
                await pending!.WaitAsync(cancellation).ConfigureAwait(false);
            }
            else if (changed)
            {
                await (pending?.WaitAsync(cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
                return result;
            }
            else if (pending is null || await BecomesDurable(pending, cancellation).ConfigureAwait(false))
            {
                return result;
            }
        }
    }

    /// <summary>Runs something that concerns this process alone under the lock.</summary>
    public T Locked<T>(Func<T> action)
    {
        lock (gate)
        {
            return action();
        }
    }

    /// <summary>Writes what is pending, ends the writer thread and closes the files. Later calls fail with <see cref="StorageCodes.Closed"/>.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closing)
            {
                return;
            }

            closing = true;
        }

        signal.Set();
        writer.Join();
        FinishCompaction();
        foreach (var log in logs)
        {
            log.Dispose();
        }

        snapshot?.Dispose();
        signal.Dispose();
        files.Dispose();
    }

    /// <summary>Null: nothing to wait for.</summary>
    private Task? Decide<T>(Partition partition, Func<Transaction, T> decide, out T result, out bool changed)
    {
        var mark = filling.Mark;
        var length = filling.Buffer.Length;
        var transaction = new Transaction(filling, partition);
        try
        {
            result = decide(transaction);
            changed = transaction.HasChanges;
            if (changed && !health.Writable && time.GetTimestamp() < retryAt)
            {
                throw new StorageException(health.Code!, health.Detail!);
            }
        }
        catch
        {
            filling.RollBack(mark, length);
            throw;
        }

        if (!changed)
        {
            return PendingIn(partition);
        }

        if (!transaction.Lazy)
        {
            return WantFilling();
        }

        if (filling.Buffer.Length >= LazyBytes)
        {
            WantFilling();
        }

        return null;
    }

    private Task WantFilling()
    {
        filling.IsWanted = true;
        signal.Set();
        return filling.Done;
    }

    private Task? PendingIn(Partition partition) =>
        filling.Touches(partition) ? filling.Done
        : flushing is { } group && group.Touches(partition) ? group.Done
        : null;

    private void ThrowIfClosed()
    {
        if (closing)
        {
            throw new StorageException(StorageCodes.Closed, "The store is closed.");
        }
    }

    /// <summary>False when the changes were taken back: what was seen is void, look again.</summary>
    private static async ValueTask<bool> BecomesDurable(Task pending, CancellationToken cancellation)
    {
        try
        {
            await pending.WaitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
