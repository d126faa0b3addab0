using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Core.Storage.Embedded.Files;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>Shorthand for stores on simulated disks.</summary>
internal static class SimulatedStore
{
    public static readonly GuildId Guild = new(42);
    public static readonly string[] Scopes = ["s"];

    public static EmbeddedStoreOptions Options { get; } = new()
    {
        Directory = "simulated", SegmentBytes = 64 * 1024, CompactAfterBytes = 1L << 30, RetryAfterFailure = TimeSpan.Zero,
    };

    public static EmbeddedStore Open(IStorageFiles disk, EmbeddedStoreOptions? options = null) =>
        EmbeddedStore.Open(disk, options ?? Options);

    public static async Task<KvWrite> SetAsync(this EmbeddedStore store, string key, byte[] value, GuildId? guild = null) =>
        await store.Kv.SetAsync(guild ?? Guild, 0, new KvEntry(key, Scopes, value));

    /// <summary>Every key with its value.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAllAsync(this EmbeddedStore store)
    {
        var found = await store.Kv.FindAsync(Guild, "%", [], limit: 100_000);
        Assert.False(found.Truncated);
        return new SortedDictionary<string, string>(
            found.Records.ToDictionary(record => record.Key, record => Fingerprint(record.Value.Span)), StringComparer.Ordinal);
    }

    /// <summary>Short enough to be read in a failure message.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> value) =>
        $"{value.Length}:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(value).AsSpan(0, 6))}";
}
