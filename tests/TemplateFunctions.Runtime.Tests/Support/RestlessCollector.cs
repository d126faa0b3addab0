using System.Diagnostics;

namespace TemplateFunctions.Runtime.Tests.Support;

/// <summary>
/// The garbage collector, at work half of the time. With no pause between two collections the threads of a busy machine find no moment to
/// go on, and nothing runs at all.
/// </summary>
internal sealed class RestlessCollector : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _collecting;

    public RestlessCollector() => _collecting = Task.Run(Collect);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _collecting;
        _stop.Dispose();
    }

    private void Collect()
    {
        while (!_stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            GC.Collect(0);
            GC.Collect();
            Thread.Sleep(1 + (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }
}
