using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Storage.Outbox;

/// <summary>
/// One commit under way in a partition at a time; changes that come meanwhile go together in the next one. Under load a request to
/// the storage carries the changes of many callers, and a lone caller waits for nobody.
/// </summary>
/// <remarks>For changes that are right in any company and order: rows of their own, written or deleted whatever is there.</remarks>
internal sealed class SharedCommit(ITable table)
{
    // What a transaction takes is 100 changes and 4 MiB as they travel, in base64.
    private const int MostChanges = 100;
    private const int MostBytes = 2 << 20;

    private readonly Lock _lock = new();
    private readonly Queue<Part> _waiting = new();
    private bool _isCommitting;

    /// <summary>Completes when the changes are durable.</summary>
    public Task AddAsync(TableChange[] changes, int bytes)
    {
        var part = new Part(changes, bytes);
        lock (_lock)
        {
            _waiting.Enqueue(part);
            if (_isCommitting)
            {
                return part.Done.Task;
            }

            _isCommitting = true;
        }

        _ = CommitAllAsync();
        return part.Done.Task;
    }

    private async Task CommitAllAsync()
    {
        while (Take() is { Count: > 0 } parts)
        {
            try
            {
                if (await table.CommitAsync([.. parts.SelectMany(part => part.Changes)], CancellationToken.None) is null)
                {
                    await CommitEachAsync(parts);
                }

                parts.ForEach(part => part.Done.SetResult());
            }
            catch (Exception failure)
            {
                parts.ForEach(part => part.Done.SetException(failure));
            }
        }
    }

    /// <summary>A row that was to be deleted is gone already, and all were refused with it.</summary>
    private async Task CommitEachAsync(List<Part> parts)
    {
        foreach (var change in parts.SelectMany(part => part.Changes))
        {
            await table.CommitAsync([change], CancellationToken.None);
        }
    }

    private List<Part> Take()
    {
        lock (_lock)
        {
            var parts = new List<Part>();
            var (changes, bytes) = (0, 0);
            while (_waiting.TryPeek(out var next) && (parts.Count == 0 || (changes + next.Changes.Length <= MostChanges && bytes + next.Bytes <= MostBytes)))
            {
                parts.Add(_waiting.Dequeue());
                (changes, bytes) = (changes + next.Changes.Length, bytes + next.Bytes);
            }

            _isCommitting = parts.Count > 0;
            return parts;
        }
    }

    private sealed record Part(TableChange[] Changes, int Bytes)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
