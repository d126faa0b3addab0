using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Operations;

namespace TemplateFunctions.App.Functions;

/// <summary>The orchestration behind <c>POST /operations/rolling-reset</c> and its one activity.</summary>
public sealed class RollingResetFunctions(RollingReset reset, EntityClients clients)
{
    /// <summary>The orchestration's name in the engine.</summary>
    public const string Orchestration = "RollingReset";

    private const string Activity = "ResetNextGuilds";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    [Function(Orchestration)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var last = await context.CallActivityAsync<string?>(Activity, context.GetInput<string>() ?? "");
        if (last is not null)
        {
            await context.CreateTimer(Pause, CancellationToken.None);
            context.ContinueAsNew(last);
        }
    }

    [Function(Activity)]
    public Task<string?> ResetNextAsync([ActivityTrigger] string after, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        return reset.ResetNextAsync(after, cancellation);
    }
}
