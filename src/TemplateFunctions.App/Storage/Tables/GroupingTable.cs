namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// A table whose commits of one partition go together when they are made at the same time: one is under way, and what comes
/// meanwhile is sent as one transaction after it. Where many callers share a few partitions a transaction waits a moment for more while
/// there is a crowd: a request then carries the changes of many. A few callers wait for nobody. When a transaction is refused, each of its
/// commits is made by itself and gets its own answer.
/// </summary>
/// <param name="inner">The table.</param>
/// <param name="linger">How long a transaction waits in a crowd; zero where the callers of a partition are one another's successors.</param>
/// <param name="time">The clock.</param>
internal sealed class GroupingTable(ITable inner, TimeSpan linger, TimeProvider time) : ITable
{
    // Callers at the same time, of all partitions. Waiting makes them more, so that a crowd stays one until the load has gone down.
    private const int Crowd = 4;

    // Commits for which a transaction waits.
    private const int Enough = 32;

    private readonly Lock _lock = new();
    private int _callers;
    private readonly Dictionary<string, Queue<CommitPart>> _waiting = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public Task CreateAsync(CancellationToken cancellation) => inner.CreateAsync(cancellation);

    public Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation) =>
        inner.GetAsync(partition, key, fields, cancellation);

    public IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, CancellationToken cancellation) => inner.QueryAsync(query, cancellation);

    public async Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation)
    {
        var part = new CommitPart(changes);
        Enqueue(changes[0].Row.Partition, part);
        try
        {
            return await part.Answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _callers--;
            }
        }
    }

    private void Enqueue(string partition, CommitPart part)
    {
        lock (_lock)
        {
            _callers++;
            if (_waiting.TryGetValue(partition, out var others))
            {
                others.Enqueue(part);
                return;
            }

            _waiting[partition] = new Queue<CommitPart>([part]);
        }

        _ = SendAllAsync(partition);
    }

    private async Task SendAllAsync(string partition)
    {
        while (true)
        {
            if (MayGrow(partition))
            {
                await Task.Delay(linger, time);
            }

            if (Next(partition) is not { } group)
            {
                return;
            }

            await SendAsync(group);
        }
    }

    private bool MayGrow(string partition)
    {
        lock (_lock)
        {
            return linger > TimeSpan.Zero && _callers > Crowd && _waiting[partition].Count < Enough;
        }
    }

    private async Task SendAsync(CommitGroup group)
    {
        try
        {
            var etags = await inner.CommitAsync(group.Changes, CancellationToken.None);
            if (etags is not null || group.Parts.Count == 1)
            {
                group.Answer(etags);
                return;
            }
        }
        catch (Exception failure)
        {
            group.Parts.ForEach(part => part.Answer.TrySetException(failure));
            return;
        }

        foreach (var part in group.Parts)
        {
            try
            {
                part.Answer.TrySetResult(await inner.CommitAsync(part.Changes, CancellationToken.None));
            }
            catch (Exception failure)
            {
                part.Answer.TrySetException(failure);
            }
        }
    }

    private CommitGroup? Next(string partition)
    {
        lock (_lock)
        {
            var waiting = _waiting[partition];
            if (!waiting.TryDequeue(out var first))
            {
                _waiting.Remove(partition);
                return null;
            }

            var group = CommitGroup.Of(first);
            while (waiting.TryPeek(out var next) && group.TryAdd(next))
            {
                waiting.Dequeue();
            }

            return group;
        }
    }
}
