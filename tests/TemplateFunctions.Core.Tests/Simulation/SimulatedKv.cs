using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The key-value stores of all guilds: fences and the last value of each key.</summary>
internal sealed class KvData
{
    public Dictionary<GuildId, long> Fences { get; } = [];

    public Dictionary<(GuildId Guild, string Key), (long Epoch, string Value)> Values { get; } = [];
}

/// <summary>As much of a key-value store as the fence needs, as one process reaches it.</summary>
internal sealed class SimulatedKv(KvData data, IWire wire, Witness witness) : IKvStore
{
    public ValueTask<KvWrite> SetAsync(GuildId guild, long epoch, KvEntry entry, CancellationToken cancellation = default) =>
        wire.CallAsync($"kv set epoch {epoch}", () => Behind(guild, epoch, () =>
        {
            witness.KvWritten(guild, epoch);
            data.Values[(guild, entry.Key)] = (epoch, System.Text.Encoding.UTF8.GetString(entry.Value.Span));
        }));

    public ValueTask<KvWrite> RaiseFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default) =>
        wire.CallAsync($"kv fence {epoch}", () => Behind(guild, epoch, () => { }));

    public ValueTask<KvRecord?> GetAsync(GuildId guild, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) => new((KvRecord?)null);

    public ValueTask<KvRecord?> GetByIdAsync(GuildId guild, string id, CancellationToken cancellation = default) => new((KvRecord?)null);

    public ValueTask<IReadOnlyList<string>> KeysAsync(GuildId guild, IReadOnlyList<string> scopes, CancellationToken cancellation = default) => new((IReadOnlyList<string>)[]);

    public ValueTask<KvFind> FindAsync(GuildId guild, string pattern, IReadOnlyList<string> scopes, int limit = 1000, CancellationToken cancellation = default) =>
        new(new KvFind([], false));

    public ValueTask<IReadOnlyList<string>> ListScopesAsync(GuildId guild, CancellationToken cancellation = default) => new((IReadOnlyList<string>)[]);

    public ValueTask<KvWrite> SetByIdAsync(
        GuildId guild, long epoch, string id, ReadOnlyMemory<byte> value, DateTimeOffset? expiresAt, bool resume, CancellationToken cancellation = default) => Missing();

    public ValueTask<KvWrite> SetExpiryAsync(
        GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellation = default) => Missing();

    public ValueTask<KvWrite> SetExpiryByIdAsync(GuildId guild, long epoch, string id, DateTimeOffset? expiresAt, CancellationToken cancellation = default) => Missing();

    public ValueTask<KvWrite> DeleteAsync(GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) => Missing();

    public ValueTask<KvWrite> DeleteByIdAsync(GuildId guild, long epoch, string id, CancellationToken cancellation = default) => Missing();

    public ValueTask<IReadOnlyList<KvRecord>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default) => new((IReadOnlyList<KvRecord>)[]);

    public ValueTask<DateTimeOffset?> NextExpiryAsync(DateTimeOffset after, CancellationToken cancellation = default) => new((DateTimeOffset?)null);

    public ValueTask<bool> SettleExpiryAsync(GuildId guild, string id, DateTimeOffset expiresAt, CancellationToken cancellation = default) => new(false);

    public ValueTask<IReadOnlyList<GuildId>> GuildsWithResumeAsync(CancellationToken cancellation = default) => new((IReadOnlyList<GuildId>)[]);

    public ValueTask<IReadOnlyList<KvRecord>> ResumableAsync(GuildId guild, CancellationToken cancellation = default) => new((IReadOnlyList<KvRecord>)[]);

    private static ValueTask<KvWrite> Missing() => new(new KvWrite(KvWriteStatus.NotFound, null, false, 0, 0));

    private KvWrite Behind(GuildId guild, long epoch, Action write)
    {
        var fence = data.Fences.GetValueOrDefault(guild);
        if (epoch < fence)
        {
            return new KvWrite(KvWriteStatus.Fenced, null, false, 0, fence);
        }

        write();
        data.Fences[guild] = epoch;
        return new KvWrite(KvWriteStatus.Ok, "id", true, 1, epoch);
    }
}
