using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>Damage to a log file at every byte: the unfinished end is cut, anything else stops the start.</summary>
public sealed class TornTailTests
{
    private const string Log = "000000000001.log";
    private const int HeaderSize = 36;

    [Fact]
    public async Task Open_CutAtEveryByte_KeepsExactlyTheWholeWrites()
    {
        var (bytes, ends) = await ThreeWritesAsync();
        for (var length = 0; length < bytes.Length; length++)
        {
            using var store = SimulatedStore.Open(DiskWith(bytes[..length]));
            var whole = ends.Count(end => end <= length);
            Assert.Equal(Keys(whole), (await store.ReadAllAsync()).Keys);
            var intact = whole == 0 ? HeaderSize : ends[whole - 1];
            if (length > HeaderSize && length != intact)
            {
                Assert.Equal((Log, intact, length - intact), (store.Recovery.Cut!.File, store.Recovery.Cut.Offset, store.Recovery.Cut.Bytes));
            }
            else
            {
                Assert.Null(store.Recovery.Cut);
            }
        }
    }

    [Fact]
    public async Task Open_LastWriteDamagedAtEveryByte_CutsItAlone()
    {
        var (bytes, ends) = await ThreeWritesAsync();
        for (var at = ends[1]; at < bytes.Length; at++)
        {
            using var store = SimulatedStore.Open(DiskWith(Flip(bytes, (int)at)));
            Assert.Equal(Keys(2), (await store.ReadAllAsync()).Keys);
            Assert.Equal(ends[1], store.Recovery.Cut!.Offset);
        }
    }

    [Fact]
    public async Task Open_EarlierByteDamaged_RefusesNamingFileAndOffset()
    {
        var (bytes, ends) = await ThreeWritesAsync();
        for (var at = 0; at < ends[1]; at++)
        {
            var failure = Assert.Throws<StorageException>(() => SimulatedStore.Open(DiskWith(Flip(bytes, at))));
            var start = at < HeaderSize ? 0 : at < ends[0] ? HeaderSize : ends[0];
            Assert.Equal(StorageCodes.Corrupt, failure.Code);
            Assert.Contains(Log, failure.Message, StringComparison.Ordinal);
            Assert.Contains($"offset {start}:", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_AfterCutting_WritesGoOnAndSurvive()
    {
        var (bytes, _) = await ThreeWritesAsync();
        var disk = DiskWith(bytes[..^1]);
        using (var store = SimulatedStore.Open(disk))
        {
            await store.SetAsync("new", [9]);
        }

        using var again = SimulatedStore.Open(disk.After(Crash.PowerCutLosingAll));
        Assert.Equal([.. Keys(2), "new"], (await again.ReadAllAsync()).Keys);
        Assert.Null(again.Recovery.Cut);
    }

    [Fact]
    public async Task Open_LogMissingInTheMiddle_Refuses()
    {
        var disk = new SimulatedDisk();
        using (var store = SimulatedStore.Open(disk))
        {
            for (var i = 0; i < 8; i++)
            {
                await store.SetAsync($"k{i}", new byte[40_000]);
            }
        }

        disk.Delete("000000000002.log");
        var failure = Assert.Throws<StorageException>(() => SimulatedStore.Open(disk));
        Assert.Equal(StorageCodes.Corrupt, failure.Code);
        Assert.Contains("000000000002.log", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SnapshotDamagedAtEveryByte_Refuses()
    {
        var disk = new SimulatedDisk();
        using (var store = SimulatedStore.Open(disk))
        {
            await store.SetAsync("a", new byte[300]);
            await store.CompactAsync();
        }

        var name = disk.List().Single(file => file.EndsWith(".snapshot", StringComparison.Ordinal));
        var bytes = disk.Bytes(name);
        for (var at = 0; at < bytes.Length; at++)
        {
            var files = disk.List().ToDictionary(file => file, disk.Bytes);
            files[name] = Flip(bytes, at);
            var failure = Assert.Throws<StorageException>(() => SimulatedStore.Open(SimulatedDisk.With(files)));
            Assert.Equal(StorageCodes.Corrupt, failure.Code);
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_ValueThatLooksLikeALogFrame_IsStillATornTail()
    {
        // A template copies what another store's log looks like into a value; a crash then tears the write that holds it.
        var (frames, _) = await ThreeWritesAsync();
        var disk = new SimulatedDisk();
        using (var store = SimulatedStore.Open(disk))
        {
            await store.SetAsync("a", [1]);
            await store.SetAsync("b", [.. frames, .. new byte[100]]);
        }

        using var again = SimulatedStore.Open(DiskWith(disk.Bytes(Log)[..^50]));
        Assert.Equal(["a"], (await again.ReadAllAsync()).Keys);
    }

    [Fact]
    public async Task Read_ValueDamagedOnDiskWhileOpen_IsAnErrorNotAWrongValue()
    {
        var directory = Directory.CreateTempSubdirectory("tf-store-").FullName;
        try
        {
            using var store = TemplateFunctions.Core.Storage.Embedded.EmbeddedStore.Open(new() { Directory = directory });
            await store.SetAsync("k", new byte[5000]);
            var path = Path.Combine(directory, Log);
            using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                file.Position = file.Length - 1000;
                file.WriteByte(0x55);
            }

            var failure = await Assert.ThrowsAsync<StorageException>(
                async () => await store.Kv.GetAsync(SimulatedStore.Guild, "k", SimulatedStore.Scopes));
            Assert.Equal(StorageCodes.Corrupt, failure.Code);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(byte[] Bytes, List<long> Ends)> ThreeWritesAsync()
    {
        var disk = new SimulatedDisk();
        using var store = SimulatedStore.Open(disk);
        var ends = new List<long>();
        foreach (var key in Keys(3))
        {
            await store.SetAsync(key, [.. Enumerable.Range(0, 40).Select(i => (byte)i)]);
            ends.Add(disk.Bytes(Log).Length);
        }

        return (disk.Bytes(Log), ends);
    }

    private static string[] Keys(int count) => [.. Enumerable.Range(0, count).Select(i => $"k{i}")];

    private static SimulatedDisk DiskWith(byte[] log) => SimulatedDisk.With(new Dictionary<string, byte[]> { [Log] = log });

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] copy = [.. bytes];
        copy[at] ^= 0x10;
        return copy;
    }
}
