namespace TemplateFunctions.Core.Guilds;

/// <summary>What a delivery gets for a run it brought.</summary>
/// <param name="Template">The template that runs.</param>
/// <param name="ExecutionId">The id under <c>/executions/{id}</c>.</param>
/// <param name="Accepted">Completes when the delivery may be forgotten; fails with a storage failure when it must come again.</param>
/// <param name="Settled">Completes with the stored outcome.</param>
internal sealed record RunTicket(string Template, string ExecutionId, Task Accepted, Task<ReadOnlyMemory<byte>> Settled)
{
    public static RunTicket Of(GuildRun run, string template, string executionId) => new(template, executionId, run.Accepted, run.Settled);

    /// <summary>A duplicate of a run that has an outcome.</summary>
    public static RunTicket Done(string template, string executionId, ReadOnlyMemory<byte> outcome) =>
        new(template, executionId, Task.CompletedTask, Task.FromResult(outcome));
}
