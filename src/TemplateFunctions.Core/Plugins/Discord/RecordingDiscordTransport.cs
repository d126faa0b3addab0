using System.Collections.Concurrent;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>Answers calls without Discord and remembers the latest ones: for tests, and for trying templates on one's own machine.</summary>
/// <param name="answer">What to answer; null answers 200 with an empty object.</param>
public sealed class RecordingDiscordTransport(Func<DiscordCall, DiscordAnswer>? answer = null) : IDiscordTransport
{
    private const int Kept = 1000;
    private readonly ConcurrentQueue<DiscordCall> _calls = new();

    /// <inheritdoc/>
    public string ApplicationId => "159985870458322944";

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<DiscordCall> Calls => [.. _calls];

    /// <inheritdoc/>
    public Task<DiscordAnswer> SendAsync(DiscordCall call, CancellationToken cancellation)
    {
        _calls.Enqueue(call);
        while (_calls.Count > Kept)
        {
            _calls.TryDequeue(out _);
        }

        return Task.FromResult(answer?.Invoke(call) ?? new DiscordAnswer(200, "{}"u8.ToArray()));
    }
}
