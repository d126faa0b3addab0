using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>An executor whose guilds all live in this process; hosts override what they do differently.</summary>
internal abstract class ProcessExecutor(GuildService guilds, TemplateService templates) : IExecutor
{
    protected GuildService Guilds => guilds;

    protected TemplateService Templates => templates;

    public virtual ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation) =>
        guilds.ExecuteAsync(request, cancellation);

    public virtual ValueTask<Answer<ExecuteResult>> GetExecutionAsync(string id, CancellationToken cancellation) => guilds.GetExecutionAsync(id, cancellation);

    public virtual ValueTask<Answer<EventResult>> RaiseAsync(GuildId guild, ReadOnlyMemory<byte> body, bool wait, CancellationToken cancellation) =>
        guilds.RaiseAsync(guild, body, wait, cancellation);

    public ValueTask<IReadOnlyList<TemplateRecord>> ListTemplatesAsync(GuildId guild, CancellationToken cancellation) => templates.ListAsync(guild, cancellation);

    public ValueTask<Answer<TemplateRecord>> GetTemplateAsync(GuildId guild, string name, CancellationToken cancellation) =>
        templates.GetAsync(guild, name, cancellation);

    public virtual ValueTask<Answer<TemplatePut>> PutTemplateAsync(GuildId guild, string name, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        templates.PutAsync(guild, name, body, cancellation);

    public virtual ValueTask<Problem?> DeleteTemplateAsync(GuildId guild, string name, CancellationToken cancellation) =>
        templates.DeleteAsync(guild, name, cancellation);

    public virtual ValueTask<Answer<VmView>> GetVmAsync(GuildId guild) => guilds.GetVmAsync(guild);

    public virtual ValueTask<bool> DestroyAsync(GuildId guild) => guilds.DestroyAsync(guild);

    public virtual ValueTask ResetAsync(GuildId guild) => guilds.ResetAsync(guild);

    public virtual ValueTask<Answer<VmActionResult>> ActAsync(GuildId guild, ReadOnlyMemory<byte> body) => guilds.ActAsync(guild, body);

    public IReadOnlyList<VmView> Vms() => guilds.Vms();

    public IReadOnlyList<ThreadView> Threads() => guilds.Threads();

    public ValueTask<IReadOnlyList<ErrorView>> GetErrorsAsync(GuildId guild, long after, int limit, CancellationToken cancellation) =>
        guilds.GetErrorsAsync(guild, after, limit, cancellation);

    public ValueTask<DeadLetterPageView> GetDeadLettersAsync(GuildId? guild, string? before, int limit, CancellationToken cancellation) =>
        guilds.GetDeadLettersAsync(guild, before, limit, cancellation);

    public virtual ValueTask<Answer<EventResult>> ReplayAsync(string id, CancellationToken cancellation) => guilds.ReplayAsync(id, cancellation);

    public abstract ValueTask<HealthView> GetHealthAsync(CancellationToken cancellation);
}
