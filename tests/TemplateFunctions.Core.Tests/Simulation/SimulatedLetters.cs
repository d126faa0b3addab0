using System.Globalization;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The dead letters, as one process reaches them. Keeps all: a history writes few.</summary>
internal sealed class SimulatedLetters(List<DeadLetter> data, IWire wire) : IDeadLetterStore
{
    public ValueTask<string> AddAsync(DeadLetter letter, CancellationToken cancellation = default) => wire.CallAsync($"dead letter {letter.ReasonCode}", () =>
    {
        var id = data.Count.ToString("D9", CultureInfo.InvariantCulture);
        data.Add(letter with { Id = id, Body = letter.Body.ToArray() });
        return id;
    });

    public ValueTask<DeadLetter?> GetAsync(string id, CancellationToken cancellation = default) => wire.CallAsync($"get letter", () => data.Find(l => l.Id == id));

    public ValueTask<DeadLetterPage> ListAsync(GuildId? guild = null, string? before = null, int limit = 100, CancellationToken cancellation = default) =>
        wire.CallAsync($"list letters", () => new DeadLetterPage([.. data.AsEnumerable().Reverse().Where(l => guild is null || l.Guild == guild).Take(limit)], data.Count, 0));

    /// <summary>Kept all the same: the end of a history looks at them.</summary>
    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellation = default) => wire.CallAsync($"delete letter", () => data.Exists(l => l.Id == id));
}

/// <summary>The guilds' errors: not looked at by the simulation.</summary>
internal sealed class NoErrors : IErrorStore
{
    public ValueTask<ErrorEntry> RecordAsync(ErrorEntry entry, CancellationToken cancellation = default) => ValueTask.FromResult(entry);

    public ValueTask<IReadOnlyList<ErrorEntry>> ListAsync(
        GuildId guild, long after = 0, int limit = StorageLimits.ErrorsPerGuild, CancellationToken cancellation = default) =>
        ValueTask.FromResult<IReadOnlyList<ErrorEntry>>([]);
}

/// <summary>Two templates for every guild: one wants all events, the other only some.</summary>
internal sealed class SimulatedTemplates(IWire wire) : ITemplateStore
{
    public static readonly string[] All = ["every", "some"];

    private static readonly TemplateRecord[] Records = [Make("every", ["FIRST", "SECOND"]), Make("some", ["SECOND"])];

    public ValueTask<TemplateRecord?> GetAsync(GuildId guild, string name, CancellationToken cancellation = default) =>
        wire.CallAsync($"get template", () => Array.Find(Records, r => r.Name == name));

    public ValueTask<TemplateSet> ListAsync(GuildId guild, CancellationToken cancellation = default) =>
        wire.CallAsync($"list templates", () => new TemplateSet(Records, "r1"));

    public ValueTask<TemplatePut> PutAsync(TemplateRecord record, string? ifMatch = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException("The templates of the simulation are fixed.");

    public ValueTask<bool> DeleteAsync(GuildId guild, string name, CancellationToken cancellation = default) => ValueTask.FromResult(false);

    public IAsyncEnumerable<GuildId> GuildsAsync(CancellationToken cancellation = default) => AsyncEnumerable.Empty<GuildId>();

    private static TemplateRecord Make(string name, string[] events)
    {
        var files = new Dictionary<string, string> { ["init.luau"] = "return 1" };
        return new TemplateRecord
        {
            Guild = default,
            Name = name,
            Files = files,
            Events = events,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Version = TemplateRecord.HashFiles(files),
            ETag = name,
        };
    }
}
