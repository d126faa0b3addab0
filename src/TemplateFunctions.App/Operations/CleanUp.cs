using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Operations;

/// <summary>Removes outcomes whose time is over, a portion at a time, until none is left or the time is up.</summary>
public sealed partial class CleanUp
{
    private const int Portion = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private readonly IResultStore _results;
    private readonly TimeProvider _time;
    private readonly ILogger<CleanUp> _logger;

    internal CleanUp(IResultStore results, TimeProvider time, ILogger<CleanUp> logger)
    {
        _results = results;
        _time = time;
        _logger = logger;
    }

    /// <summary>Stays within the time a function may take; the rest is for the next time.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var total = 0;
        int removed;
        do
        {
            removed = await _results.PurgeExpiredAsync(Portion, cancellation);
            total += removed;
        }
        while (removed == Portion && _time.GetElapsedTime(started) < Longest);
        LogDone(total);
    }

    [LoggerMessage(5201, LogLevel.Information, "{Removed} expired outcomes were removed")]
    private partial void LogDone(int removed);
}
