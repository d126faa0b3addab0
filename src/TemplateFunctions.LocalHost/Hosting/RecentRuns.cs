using System.Text.Json;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.LocalHost.Hosting;

/// <summary>The last runs of this process, for the page: a window to look through, not a record.</summary>
internal sealed class RecentRuns
{
    private const int Kept = 50;
    private readonly RecentRun?[] _ring = new RecentRun[Kept];
    private int _next = -1;

    /// <summary>Adds a run; the oldest makes room.</summary>
    public void Add(RecentRun run) => _ring[(uint)Interlocked.Increment(ref _next) % Kept] = run;

    /// <summary>The runs as JSON, newest first.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var run in _ring.OfType<RecentRun>().OrderByDescending(run => run.At))
            {
                json.WriteStartObject();
                json.WriteString("at", run.At);
                json.WriteString("guild_id", run.Guild.ToString());
                json.WriteString("template", run.Template);
                json.WriteString("event", run.Event);
                json.WriteString("status", run.Status);
                json.WriteNumber("duration_ms", run.DurationMs);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}

/// <summary>One run as the page lists it.</summary>
internal sealed record RecentRun(DateTimeOffset At, GuildId Guild, string Template, string Event, string Status, double DurationMs)
{
    public static RecentRun Of(SettledRun run, DateTimeOffset at) =>
        new(at, run.Guild, run.Template, run.EventName, run.Outcome.IsOk ? "ok" : "error", run.Outcome.Result.Duration.TotalMilliseconds);
}
