using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>
/// What the routes ask of a host: the guilds of this process, or those of a whole app. Bad input is answered as a
/// <see cref="Problem"/>; exceptions are storage failures and bugs.
/// </summary>
internal interface IExecutor
{
    ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation);

    ValueTask<Answer<ExecuteResult>> GetExecutionAsync(string id, CancellationToken cancellation);

    ValueTask<Answer<EventResult>> RaiseAsync(GuildId guild, ReadOnlyMemory<byte> body, bool wait, CancellationToken cancellation);

    ValueTask<IReadOnlyList<TemplateRecord>> ListTemplatesAsync(GuildId guild, CancellationToken cancellation);

    ValueTask<Answer<TemplateRecord>> GetTemplateAsync(GuildId guild, string name, CancellationToken cancellation);

    ValueTask<Answer<TemplatePut>> PutTemplateAsync(GuildId guild, string name, ReadOnlyMemory<byte> body, CancellationToken cancellation);

    ValueTask<Problem?> DeleteTemplateAsync(GuildId guild, string name, CancellationToken cancellation);

    ValueTask<Answer<VmView>> GetVmAsync(GuildId guild);

    ValueTask<bool> DestroyAsync(GuildId guild);

    ValueTask ResetAsync(GuildId guild);

    ValueTask<Answer<VmActionResult>> ActAsync(GuildId guild, ReadOnlyMemory<byte> body);

    IReadOnlyList<VmView> Vms();

    IReadOnlyList<ThreadView> Threads();

    ValueTask<IReadOnlyList<ErrorView>> GetErrorsAsync(GuildId guild, long after, int limit, CancellationToken cancellation);

    ValueTask<DeadLetterPageView> GetDeadLettersAsync(GuildId? guild, string? before, int limit, CancellationToken cancellation);

    ValueTask<Answer<EventResult>> ReplayAsync(string id, CancellationToken cancellation);

    ValueTask<HealthView> GetHealthAsync(CancellationToken cancellation);
}
