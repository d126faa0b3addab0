namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>When a snapshot is worth writing, and what it replaces.</summary>
internal sealed partial class LogEngine
{
    private LogFile? snapshot;
    private Task compaction = Task.CompletedTask;
    private bool compacting;
    private long sealedBytes;
    private long snapshotBytes;
    private TaskCompletionSource? compactionAsked;
    private long compactAbove;

    /// <summary>Writes a snapshot now, or joins the one under way and writes another, and waits for it. For tests and tools.</summary>
    public async Task CompactAsync()
    {
        Task done;
        lock (gate)
        {
            ThrowIfClosed();
            compactionAsked ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            done = compactionAsked.Task;
        }

        signal.Set();
        await done.ConfigureAwait(false);
    }

    private void StartCompactionWhenDue()
    {
        TaskCompletionSource? asked;
        List<Row>? rows;
        lock (gate)
        {
            if (compacting || (compactionAsked is null && !IsCompactionDue()))
            {
                return;
            }

            asked = compactionAsked;
            compactionAsked = null;

            // Writers wait here for the length of one flush, so that the snapshot holds durable rows and nothing else.
            var settled = filling.IsEmpty || Flush(TakeFilling());
            rows = settled && health.Writable && TryBeginLogForSnapshot() ? CaptureRows() : null;
            if (rows is not null)
            {
                compacting = true;
                var log = active.Header;
                compaction = Task.Run(() => Compact(rows, log, asked));
                return;
            }
        }

        asked?.TrySetException(new StorageException(StorageCodes.ReadOnly, health.Detail ?? "The store does not take writes."));
    }

    private bool IsCompactionDue()
    {
        var live = tables.Sum(table => table.LiveBytes);
        var logged = LoggedBytes();
        return logged > compactAbove + options.CompactAfterBytes && logged + snapshotBytes > 2 * live;
    }

    private long LoggedBytes() => activeLength + sealedBytes;

    private bool TryBeginLogForSnapshot()
    {
        try
        {
            BeginLog();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TakeBack(TakeFilling(), failure);
            return false;
        }
    }

    private List<Row> CaptureRows()
    {
        var rows = new List<Row>(tables.Sum(table => table.Count));
        foreach (var table in tables)
        {
            table.CopyTo(rows);
        }

        return rows;
    }

    /// <param name="rows">What is durable before <paramref name="log"/>.</param>
    /// <param name="log">The log begun for this snapshot; the writer may add later ones meanwhile.</param>
    /// <param name="asked">Who waits.</param>
    private void Compact(List<Row> rows, LogHeader log, TaskCompletionSource? asked)
    {
        try
        {
            var written = new SnapshotWriter(files, log).Write(rows, () => Volatile.Read(ref closing));
            if (written is not null)
            {
                Replace(rows, written, log.Number);
                LogCompacted(rows.Count, written.Length);
            }

            EndCompaction();
            asked?.TrySetResult();
        }
        catch (Exception failure)
        {
            // The logs are all still there: nothing is lost but space. Tried again when as much has been logged once more.
            lock (gate)
            {
                compactAbove = LoggedBytes();
            }

            LogCompactionFailed(failure, files.Directory);
            EndCompaction();
            asked?.TrySetException(failure);
        }
    }

    private void EndCompaction()
    {
        lock (gate)
        {
            compacting = false;
        }

        // Another one may have been asked for meanwhile. The signal outlives this task: closing waits for it first.
        signal.Set();
    }

    private void Replace(List<Row> rows, WrittenSnapshot written, long number)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i].MoveTo(new RowLocation(written.File, written.Offsets[i]), options.InlineBytes);
        }

        List<LogFile> retired;
        lock (gate)
        {
            retired = logs.FindAll(log => log.Header.Number < number);
            logs.RemoveAll(retired.Contains);
            if (snapshot is not null)
            {
                retired.Add(snapshot);
            }

            snapshot = written.File;
            snapshotBytes = written.Length;
            sealedBytes = logs.Where(log => log != active).Sum(log => log.File.Length);
            compactAbove = 0;
        }

        foreach (var file in retired)
        {
            file.Dispose();
        }

        foreach (var name in files.List())
        {
            var found = LogFormat.NumberOf(name, LogFormat.LogSuffix) ?? LogFormat.NumberOf(name, LogFormat.SnapshotSuffix);
            if (found < number)
            {
                files.Delete(name);
            }
        }

        files.SyncDirectory();
    }

    private void FinishCompaction()
    {
        // Compact catches everything, so this only waits; a snapshot half written is given up at its next frame.
        compaction.Wait();
        compactionAsked?.TrySetException(new StorageException(StorageCodes.Closed, "The store is closed."));
    }
}
