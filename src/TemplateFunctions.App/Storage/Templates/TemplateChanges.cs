using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Storage.Templates;

/// <summary>
/// One row for the whole app whose value every write of a template replaces, before it is answered. While a process finds the value
/// unchanged, all sets that it read under it are what they were: one request a second instead of one for every guild.
/// </summary>
internal sealed class TemplateChanges(ITable table, TimeProvider time, TimeSpan freshness)
{
    // No guild's partition: those are numbers.
    private const string Partition = "all";
    private const string Key = "changed";
    private readonly Lock _lock = new();
    private volatile Look? _last;
    private Asking? _underWay;

    /// <summary>The value, when it was asked for lately; asks again before that is over, while there are readers.</summary>
    public string? Known
    {
        get
        {
            if (_last is not { } last || time.GetElapsedTime(last.Asked) is var age && age >= freshness)
            {
                return null;
            }

            if (age >= freshness / 2)
            {
                // Whoever needs the value and finds none meets the failure.
                _ = BeginAsync(freshness / 2).ContinueWith(static asked => asked.Exception, TaskScheduler.Default);
            }

            return last.Value;
        }
    }

    /// <summary>The value as it was at most a while ago.</summary>
    /// <exception cref="StorageException">The table does not answer.</exception>
    public async ValueTask<string> AskAsync(CancellationToken cancellation) => Known ?? (await BeginAsync(freshness).WaitAsync(cancellation)).Value;

    /// <summary>Tells every process that a guild's templates have changed.</summary>
    public Task AnnounceAsync(CancellationToken cancellation) => table.CommitAsync(
        [TableChange.Upsert(new TableRow(Partition, Key) { ["Value"] = Guid.NewGuid().ToString("N") })], cancellation);

    /// <summary>Asks, or joins a question that was not asked too long ago.</summary>
    private Task<Look> BeginAsync(TimeSpan age)
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last.Asked) < age)
            {
                return Task.FromResult(last);
            }

            if (_underWay is not { Answer.IsCompleted: false } asking || time.GetElapsedTime(asking.At) >= freshness)
            {
                var now = time.GetTimestamp();
                _underWay = asking = new Asking(now, LookAsync(now));
            }

            return asking.Answer;
        }
    }

    private async Task<Look> LookAsync(long asked)
    {
        // Not under the lock.
        await Task.Yield();
        var row = await table.GetAsync(Partition, Key, null, CancellationToken.None);
        var look = new Look(asked, row?.Text("Value") ?? "");
        lock (_lock)
        {
            if (_last is not { } last || last.Asked < asked)
            {
                _last = look;
            }
        }

        return look;
    }

    private sealed record Look(long Asked, string Value);

    private sealed record Asking(long At, Task<Look> Answer);
}
