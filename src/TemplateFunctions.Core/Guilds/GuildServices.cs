using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>What all guilds of a process share.</summary>
internal sealed class GuildServices(GuildPorts ports, ExecutionOptions options, IGuildEntityClient? entities = null, string? incarnation = null)
{
    /// <summary>The engine that says which process holds a guild; null where this process holds all.</summary>
    public IGuildEntityClient? Entities { get; } = entities;

    public GuildPorts Ports { get; } = ports;

    public ExecutionOptions Options { get; } = options;

    public TimeProvider Time => Ports.Time;

    public DateTimeOffset Now => Ports.Time.GetUtcNow();

    /// <summary>Id of this life of this process.</summary>
    public string Incarnation { get; } = incarnation ?? NewIncarnation(ports.Time);

    public TemplateCatalog Catalog { get; } = new(ports.Templates);

    public ErrorRecorder Errors { get; } = new(ports.Errors, ports.Time, ports.Logger);

    /// <summary>Set when the process stops: runs that lose their VM from then on are left to their queue or their row.</summary>
    public bool IsStopping { get; set; }

    /// <summary>An id for a life of a process that begins now.</summary>
    public static string NewIncarnation(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
