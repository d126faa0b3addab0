namespace TemplateFunctions.Core.Guilds;

/// <summary>How many runs of a guild callers over HTTP have started and not seen the end of. Does not count delivered events.</summary>
internal sealed class PendingRuns
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts one more unless there are as many as may be.</summary>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _count) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
