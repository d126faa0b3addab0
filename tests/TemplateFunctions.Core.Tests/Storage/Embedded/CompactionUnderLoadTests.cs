using System.Globalization;
using System.Text;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Core.Storage.Embedded.Files;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>Snapshots that replace files while writers and readers are at work on them.</summary>
public sealed class CompactionUnderLoadTests : IDisposable
{
    private const int Writers = 4;
    private const int Writes = 250;
    private readonly string directory = Directory.CreateTempSubdirectory("tf-store-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task ReadersAndWriters_WhileFilesAreReplaced_SeeWholeAndNeverOlderValues()
    {
        // Flushing is not what is tested here, and without it far more snapshots fit into the run.
        var options = new EmbeddedStoreOptions
        {
            Directory = directory, FlushToDisk = false, SegmentBytes = 64 * 1024, CompactAfterBytes = 64 * 1024, InlineBytes = 0,
        };
        using (var store = EmbeddedStore.Open(options))
        {
            var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, writer))).ToList();
            var done = Task.WhenAll(writers);
            var readers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => ReadAsync(store, writer, done))).ToList();
            await done;
            await Task.WhenAll(readers);
            await store.CompactAsync();
        }

        Assert.Contains(Directory.GetFiles(directory), file => file.EndsWith(".snapshot", StringComparison.Ordinal));
        using var again = EmbeddedStore.Open(options);
        for (var writer = 0; writer < Writers; writer++)
        {
            Assert.Equal(Writes, await VersionAsync(again, writer));
        }
    }

    [Fact]
    public async Task Dispose_WhileCompacting_LosesNothing()
    {
        for (var round = 0; round < 20; round++)
        {
            using var store = EmbeddedStore.Open(new DiskFiles(directory, flush: false), SimulatedStore.Options with { InlineBytes = 0 });
            await store.SetAsync($"k{round}", new byte[round * 100_000 % 256_000 + 1]);
            var compaction = store.CompactAsync();
            store.Dispose();
            await Record.ExceptionAsync(() => compaction);
        }

        using var again = EmbeddedStore.Open(new DiskFiles(directory, flush: false), SimulatedStore.Options);
        Assert.Equal(20, (await again.ReadAllAsync()).Count);
    }

    private static async Task WriteAsync(EmbeddedStore store, int writer)
    {
        for (var version = 1; version <= Writes; version++)
        {
            await store.SetAsync($"k{writer}", Value(writer, version));
        }
    }

    private static async Task ReadAsync(EmbeddedStore store, int writer, Task done)
    {
        var seen = 0;
        while (!done.IsCompleted)
        {
            var version = await VersionAsync(store, writer);
            Assert.True(version >= seen, $"writer {writer}: read {version} after {seen}");
            seen = version;
        }
    }

    /// <summary>The version of a whole, undamaged value; 0 before the first.</summary>
    private static async Task<int> VersionAsync(EmbeddedStore store, int writer)
    {
        var record = await store.Kv.GetAsync(SimulatedStore.Guild, $"k{writer}", SimulatedStore.Scopes);
        if (record is null)
        {
            return 0;
        }

        var version = int.Parse(Encoding.UTF8.GetString(record.Value.Span).Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.True(record.Value.Span.SequenceEqual(Value(writer, version)));
        return version;
    }

    private static byte[] Value(int writer, int version)
    {
        var text = new StringBuilder($"{writer} {version} ");
        text.Append('x', version % 97 * 40);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
