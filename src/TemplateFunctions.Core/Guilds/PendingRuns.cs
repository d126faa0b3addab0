namespace TemplateFunctions.Core.Guilds;

/// <summary>How many runs of a guild callers over HTTP have started and not seen the end of. Does not count delivered events.</summary>
internal sealed class PendingRuns
{
    private int _count;
    private TaskCompletionSource? _quiet;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts one more unless there are as many as may be.</summary>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _count) <= limit)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            Volatile.Read(ref _quiet)?.TrySetResult();
        }
    }

    /// <summary>Completes when none is pending. Asked once, when no more are let in.</summary>
    public Task QuietAsync()
    {
        var quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _quiet, quiet);
        return Count == 0 ? Task.CompletedTask : quiet.Task;
    }
}
