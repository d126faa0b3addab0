namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>The writer thread: the only one that touches the active log.</summary>
internal sealed partial class LogEngine
{
    private readonly List<LogFile> logs;
    private LogFile active;
    private long activeLength;
    private long lsn;

    private void WriteLoop()
    {
        while (true)
        {
            signal.WaitOne();
            bool last;
            CommitGroup? group = null;
            lock (gate)
            {
                last = closing;
                if (filling.IsWanted || (last && !filling.IsEmpty))
                {
                    group = TakeFilling();
                }
            }

            if (group is not null)
            {
                Flush(group);
            }

            if (last)
            {
                return;
            }

            StartCompactionWhenDue();
        }
    }

    private CommitGroup TakeFilling()
    {
        var group = filling;
        filling = new CommitGroup();
        flushing = group;
        return group;
    }

    /// <summary>Makes the group durable and answers its writers, or takes it back and tells them why. Never throws.</summary>
    private bool Flush(CommitGroup group)
    {
        try
        {
            MakeRoom();
            group.Buffer.Reserve(LogFormat.FrameTail);
            var frame = group.Buffer.Slice(0, group.Buffer.Length);
            LogFormat.SealFrame(frame, active.Header.Salt, lsn + 1);
            active.File.Write(activeLength, frame);
            active.File.Flush();
        }
        catch (Exception failure)
        {
            // Whatever it was, the writers must be answered and the thread must live: the next write repairs the log first.
            TakeBack(group, failure);
            return false;
        }

        lock (gate)
        {
            group.Settle(active, activeLength, options.InlineBytes);
            activeLength += group.Buffer.Length;
            lsn++;
            flushing = null;
        }

        group.Complete();
        return true;
    }

    private void MakeRoom()
    {
        if (!health.Writable)
        {
            // The failed write may have left anything behind the durable part. It goes before a later log can exist.
            active.File.SetLength(activeLength);
            active.File.Flush();
            BeginLog();
            Volatile.Write(ref health, new StorageHealth(Writable: true));
            LogWritableAgain(files.Directory);
        }
        else if (activeLength >= options.SegmentBytes)
        {
            BeginLog();
        }
    }

    private void BeginLog()
    {
        var number = active.Header.Number + 1;
        var next = LogFile.Create(files, LogFormat.LogName(number), LogHeader.Create(number, lsn + 1));
        try
        {
            next.File.Flush();
            files.SyncDirectory();
        }
        catch
        {
            next.Dispose();
            throw;
        }

        lock (gate)
        {
            logs.Add(next);
            sealedBytes += activeLength;
            active = next;
            activeLength = LogFormat.HeaderSize;
        }
    }

    private void TakeBack(CommitGroup group, Exception cause)
    {
        var failure = new StorageException(
            StorageCodes.ReadOnly,
            $"The data directory '{files.Directory}' does not take writes: {cause.Message} Everything acknowledged is kept; writes are tried again by themselves.",
            cause);
        CommitGroup built;
        lock (gate)
        {
            built = filling;
            filling = new CommitGroup();
            flushing = null;
            built.RollBack();
            group.RollBack();
            retryAt = time.GetTimestamp() + (long)(options.RetryAfterFailure.TotalSeconds * time.TimestampFrequency);
            Volatile.Write(
                ref health, new StorageHealth(Writable: false, failure.Code, failure.Message, health.Since ?? time.GetUtcNow()));
        }

        LogWriteFailed(cause, files.Directory);
        group.Fail(failure);
        built.Fail(failure);
    }
}
