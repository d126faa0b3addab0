using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>Stops the disk before every single operation of a workload and looks what a restart finds.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(Crash.Kill)]
    [InlineData(Crash.PowerCut)]
    [InlineData(Crash.PowerCutLosingAll)]
    public async Task Workload_StoppedBeforeEveryOperation_KeepsWhatWasAcknowledged(Crash crash)
    {
        var total = (await RunAsync(int.MaxValue, seed: 0, crash)).Operations;
        Assert.InRange(total, 100, 1000);
        for (var stop = 0; stop < total; stop++)
        {
            for (var seed = 0; seed < (crash == Crash.PowerCut ? 4 : 1); seed++)
            {
                await RunAsync(stop, seed, crash);
            }
        }
    }

    [Theory]
    [InlineData(Crash.Kill)]
    [InlineData(Crash.PowerCut)]
    [InlineData(Crash.PowerCutLosingAll)]
    public async Task Recovery_StoppedBeforeEveryOperation_KeepsWhatWasAcknowledged(Crash crash)
    {
        // A disk that was itself left by a crash in the middle of the workload: recovery has something to cut and to clean up.
        for (var first = 40; first < 120; first += 7)
        {
            for (var stop = 0; stop < 8; stop++)
            {
                var run = await RunAsync(first, first, crash);
                run.Disk.StopAt = run.Disk.Operations + stop;
                try
                {
                    SimulatedStore.Open(run.Disk).Dispose();
                }
                catch (StorageException)
                {
                    Assert.True(run.Disk.Operations >= run.Disk.StopAt);
                }

                await CheckAsync(run.Disk.After(crash), run.Model, $"first {first}, stop {stop}");
            }
        }
    }

    /// <summary>Runs the workload until the disk stops and checks what is left.</summary>
    private static async Task<(int Operations, SimulatedDisk Disk, Model Model)> RunAsync(int stop, int seed, Crash crash)
    {
        var disk = new SimulatedDisk(seed) { StopAt = stop };
        var model = new Model();
        try
        {
            using var store = SimulatedStore.Open(disk);
            await WorkAsync(store, model);
        }
        catch (StorageException) when (disk.Operations >= stop)
        {
            // The store could not even be opened: nothing was acknowledged.
        }

        await CheckAsync(disk.After(crash), model, $"stop {stop}, seed {seed}");
        return (disk.Operations, disk.After(crash), model);
    }

    /// <summary>Sets, replacements and deletions, small and large, alone and at the same time, across log files and snapshots.</summary>
    private static async Task WorkAsync(EmbeddedStore store, Model model)
    {
        for (var round = 0; round < 50; round++)
        {
            await model.DoAsync(store, $"k{round % 7}", round % 5 == 4 ? null : Value(round, round % 3 == 0 ? 9000 : 20));
            if (round % 10 == 5)
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(i => model.DoAsync(store, $"p{i}", Value(round, 3000))));
            }

            if (round is 12 or 24 or 44)
            {
                await CompactAsync(store);
            }
        }
    }

    private static async Task CompactAsync(EmbeddedStore store)
    {
        try
        {
            await store.CompactAsync();
        }
        catch (Exception failure) when (failure is IOException or StorageException)
        {
            // The disk stopped meanwhile; what follows will notice.
            Assert.NotNull(failure);
        }
    }

    private static byte[] Value(int round, int size)
    {
        var value = new byte[size];
        new Random(round).NextBytes(value);
        return value;
    }

    private static async Task CheckAsync(SimulatedDisk disk, Model model, string where)
    {
        using var store = SimulatedStore.Open(disk);
        model.Check(await store.ReadAllAsync(), where);
        Assert.Equal(KvWriteStatus.Ok, (await store.SetAsync("afterwards", [1], new(99))).Status);
    }

    /// <summary>What must be there, and for writes that were not acknowledged what may be there.</summary>
    private sealed class Model
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, string?> acknowledged = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string?> uncertain = new(StringComparer.Ordinal);

        public async Task DoAsync(EmbeddedStore store, string key, byte[]? value)
        {
            lock (gate)
            {
                if (uncertain.Count > 0)
                {
                    // The disk has stopped: a real process would be gone.
                    return;
                }
            }

            var wanted = value is null ? null : SimulatedStore.Fingerprint(value);
            try
            {
                _ = value is null
                    ? await store.Kv.DeleteAsync(SimulatedStore.Guild, 0, key, SimulatedStore.Scopes)
                    : await store.SetAsync(key, value);
                lock (gate)
                {
                    acknowledged[key] = wanted;
                }
            }
            catch (StorageException)
            {
                lock (gate)
                {
                    uncertain[key] = wanted;
                }
            }
        }

        public void Check(SortedDictionary<string, string> found, string where)
        {
            foreach (var key in acknowledged.Keys.Concat(uncertain.Keys).Concat(found.Keys).Distinct())
            {
                var actual = found.GetValueOrDefault(key);
                var isAcknowledged = actual == acknowledged.GetValueOrDefault(key);
                var isUncertain = uncertain.TryGetValue(key, out var maybe) && actual == maybe;
                Assert.True(isAcknowledged || isUncertain, $"{where}: {key} is {actual}, acknowledged was {acknowledged.GetValueOrDefault(key)}");
            }
        }
    }
}
