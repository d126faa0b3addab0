using TemplateFunctions.Core.Storage.Embedded.Files;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>What recovery hands to the engine.</summary>
internal sealed record RecoveredLog(LogFile? Snapshot, List<LogFile> Logs, long ActiveLength, long LastLsn, RecoveryReport Report);

/// <summary>
/// Rebuilds the tables from the newest snapshot and the logs after it. An unfinished write at the very end is cut off; any other
/// damage stops the start, because going on would silently lose what was acknowledged.
/// </summary>
internal sealed class LogRecovery(IStorageFiles files, IReadOnlyList<RowTable> tables, int inlineLimit)
{
    private readonly List<LogFile> opened = [];
    private readonly OpLoader loader = new(tables, inlineLimit);
    private long lastLsn;
    private TornTail? cut;

    public RecoveredLog Run()
    {
        try
        {
            return Load();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Close();
            throw new StorageException(
                StorageCodes.DirectoryUnusable, $"The data directory '{files.Directory}' cannot be used: {failure.Message}", failure);
        }
        catch
        {
            Close();
            throw;
        }
    }

    private RecoveredLog Load()
    {
        var names = files.List();
        var snapshotNumber = names.Select(name => LogFormat.NumberOf(name, LogFormat.SnapshotSuffix)).Max();
        var numbers = names
            .Select(name => LogFormat.NumberOf(name, LogFormat.LogSuffix))
            .OfType<long>()
            .Where(number => number >= (snapshotNumber ?? 1))
            .Order()
            .ToList();

        var snapshot = snapshotNumber is { } found ? LoadSnapshot(found) : null;
        var length = LoadLogs(numbers, snapshotNumber);
        var logs = opened.Where(file => file != snapshot).ToList();

        // What a killed process wrote without a flush is readable but not yet durable: make it so before anyone acts on it.
        logs[^1].File.Flush();
        RemoveLeftovers(names, snapshotNumber ?? 1);
        files.SyncDirectory();
        return new RecoveredLog(
            snapshot, logs, length, lastLsn, new RecoveryReport(opened.Count, tables.Sum(table => (long)table.Count), cut));
    }

    private LogFile LoadSnapshot(long number)
    {
        var name = LogFormat.SnapshotName(number);
        var file = Open(name, number) ?? throw Damaged(name, 0, "its header is damaged");
        var scanner = new FrameScanner(file);
        for (var expected = 1L; scanner.TryNext(out var ops, out var offset, out var lsn); expected++)
        {
            ApplyFrame(file, ops, offset, lsn, expected);
        }

        if (!scanner.AtEnd || loader.AnnouncedRows != tables.Sum(table => (long)table.Count))
        {
            throw Damaged(name, scanner.Offset, "the snapshot is not whole");
        }

        lastLsn = file.Header.FirstLsn - 1;
        return file;
    }

    /// <summary>Loads the logs in order, makes the first one when there is none, and returns the length of the last.</summary>
    private long LoadLogs(List<long> numbers, long? snapshotNumber)
    {
        var first = snapshotNumber ?? 1;
        if (numbers.Count == 0 && snapshotNumber is not null)
        {
            throw Damaged(LogFormat.LogName(first), 0, "the log that continues the snapshot is missing");
        }

        if (numbers.Count == 0)
        {
            return CreateLog(first);
        }

        var length = 0L;
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] != first + i)
            {
                throw Damaged(LogFormat.LogName(first + i), 0, "the file is missing, and later ones exist");
            }

            length = LoadLog(numbers[i], isLast: i == numbers.Count - 1);
        }

        return length;
    }

    private long LoadLog(long number, bool isLast)
    {
        var name = LogFormat.LogName(number);
        var file = Open(name, number);
        if (file is null)
        {
            // A log gets its first frame only after its header is durable: a broken header with nothing behind it is an unfinished creation.
            return isLast && HasNothingBehindHeader(name) ? CreateLog(number) : throw Damaged(name, 0, "its header is damaged");
        }

        if (file.Header.FirstLsn != lastLsn + 1)
        {
            throw Damaged(name, 0, $"it begins with write {file.Header.FirstLsn}, expected was {lastLsn + 1}");
        }

        var scanner = new FrameScanner(file);
        while (scanner.TryNext(out var ops, out var offset, out var lsn))
        {
            ApplyFrame(file, ops, offset, lsn, lastLsn + 1);
            lastLsn = lsn;
        }

        if (!scanner.AtEnd)
        {
            if (!isLast || scanner.FindsFrameBehindDamage(lastLsn))
            {
                throw Damaged(name, scanner.Offset, "undamaged data follows");
            }

            cut = new TornTail(name, scanner.Offset, scanner.Remaining);
            file.File.SetLength(scanner.Offset);
        }

        return scanner.Offset;
    }

    private void ApplyFrame(LogFile file, ReadOnlySpan<byte> ops, long offset, long lsn, long expected)
    {
        if (lsn != expected)
        {
            throw Damaged(file.Name, offset, $"write {expected} is missing before write {lsn}");
        }

        try
        {
            loader.Apply(file, ops, offset);
        }
        catch (Exception failure) when (failure is InvalidDataException or ArgumentException)
        {
            throw Damaged(file.Name, offset, failure.Message, failure);
        }
    }

    private LogFile? Open(string name, long number)
    {
        var file = files.Open(name);
        Span<byte> bytes = stackalloc byte[LogFormat.HeaderSize];
        if (file.Read(0, bytes) < bytes.Length || !LogFormat.TryReadHeader(bytes, out var header) || header.Number != number)
        {
            file.Dispose();
            return null;
        }

        opened.Add(new LogFile(file, name, header));
        return header.FormatVersion == LogFormat.Version
            ? opened[^1]
            : throw new StorageException(
                StorageCodes.UnknownFormat,
                $"'{name}' has format {header.FormatVersion}, this version knows {LogFormat.Version}: it was written by a newer version. Start that one.");
    }

    private bool HasNothingBehindHeader(string name)
    {
        using var file = files.Open(name);
        return file.Length <= LogFormat.HeaderSize;
    }

    private long CreateLog(long number)
    {
        opened.Add(LogFile.Create(files, LogFormat.LogName(number), LogHeader.Create(number, lastLsn + 1)));
        return LogFormat.HeaderSize;
    }

    private void RemoveLeftovers(IReadOnlyList<string> names, long keepFrom)
    {
        foreach (var name in names)
        {
            var number = LogFormat.NumberOf(name, LogFormat.LogSuffix) ?? LogFormat.NumberOf(name, LogFormat.SnapshotSuffix);
            if (number < keepFrom || name.EndsWith(LogFormat.SnapshotSuffix + LogFormat.TemporarySuffix, StringComparison.Ordinal))
            {
                files.Delete(name);
            }
        }
    }

    private void Close()
    {
        foreach (var file in opened)
        {
            file.Dispose();
        }
    }

    private StorageException Damaged(string name, long offset, string why, Exception? inner = null) => new(
        StorageCodes.Corrupt,
        $"'{Path.Combine(files.Directory, name)}' is damaged at offset {offset}: {why}. Starting would lose acknowledged data: restore the directory from a backup.",
        inner);
}
