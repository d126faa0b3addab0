namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// A table whose commits of one partition go together when they are made at the same time: one is under way, and what comes
/// meanwhile is sent as one transaction after it. Under load a request carries the changes of many callers; a lone one waits for
/// nobody. When a transaction is refused, each of its commits is made by itself and gets its own answer.
/// </summary>
internal sealed class GroupingTable(ITable inner) : ITable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<CommitPart>> _waiting = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public Task CreateAsync(CancellationToken cancellation) => inner.CreateAsync(cancellation);

    public Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation) =>
        inner.GetAsync(partition, key, fields, cancellation);

    public IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, CancellationToken cancellation) => inner.QueryAsync(query, cancellation);

    public async Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation)
    {
        var partition = changes[0].Row.Partition;
        CommitPart part;
        lock (_lock)
        {
            if (_waiting.TryGetValue(partition, out var others))
            {
                part = new CommitPart(changes);
                others.Enqueue(part);
            }
            else
            {
                part = new CommitPart(changes);
                _waiting[partition] = [];
                _ = SendAllAsync(partition, part);
            }
        }

        return await part.Answer.Task.WaitAsync(cancellation);
    }

    private async Task SendAllAsync(string partition, CommitPart first)
    {
        for (var group = CommitGroup.Of(first); group is not null; group = Next(partition))
        {
            await SendAsync(group);
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
