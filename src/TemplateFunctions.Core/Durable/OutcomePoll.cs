using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// Waits for the outcome of a run that another process may be running: looks at the result store, often at first (25 ms), then
/// every 250 ms. A store that fails meanwhile is asked again: the run goes on whatever happens to its reader.
/// </summary>
internal sealed class OutcomePoll(IResultStore results, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <summary>The settled record, or null when there is none after <paramref name="wait"/>.</summary>
    public async Task<ExecutionRecord?> WaitAsync(RunKey key, TimeSpan wait, CancellationToken cancellation)
    {
        var end = time.GetUtcNow() + wait;
        var pause = Shortest;
        while (true)
        {
            if (await LookAsync(key, cancellation) is { Status: ExecutionStatus.Done } done)
            {
                return done;
            }

            var left = end - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.Delay(pause < left ? pause : left, time, cancellation);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    private async Task<ExecutionRecord?> LookAsync(RunKey key, CancellationToken cancellation)
    {
        try
        {
            return await results.GetAsync(key, cancellation);
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
