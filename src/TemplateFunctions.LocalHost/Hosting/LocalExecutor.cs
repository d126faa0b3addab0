using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Hosting.Routes;

namespace TemplateFunctions.LocalHost.Hosting;

/// <summary>Answers the routes from this process, and shows each run to the page.</summary>
internal sealed class LocalExecutor(Executor executor, RecentRuns runs, TimeProvider time) : ProcessExecutor(executor.Guilds, executor.Templates)
{
    public override async ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation)
    {
        // Whoever gets here is on this machine or has shown the key, and may run source that is not stored.
        var answer = await base.ExecuteAsync(request, cancellation);
        if (answer.IsOk)
        {
            Note(request, answer.Value);
        }

        return answer;
    }

    public override ValueTask<HealthView> GetHealthAsync(CancellationToken cancellation)
    {
        var health = Guilds.GetHealth(executor.Storage);
        return new(executor.Pump.Trouble is not null && health.Status == "healthy" ? health with { Status = "degraded" } : health);
    }

    /// <summary>Delivered runs are noted where their outcomes are stored.</summary>
    private void Note(ExecuteRequest request, in ExecuteResult result)
    {
        if (result.Outcome is { } outcome)
        {
            runs.Add(RecentRun.Of(new SettledRun(request.Guild, request.Template, request.Event.Name, outcome), time.GetUtcNow()));
        }
    }
}
