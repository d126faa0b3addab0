using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>A disk that is full or broken for a while: refusals, no loss, and recovery without a restart.</summary>
public sealed class DiskFailureTests
{
    [Fact]
    public async Task Write_DiskFull_RefusesKeepsReadingAndTakesWritesAgain()
    {
        var disk = new SimulatedDisk();
        using var store = SimulatedStore.Open(disk);
        await store.SetAsync("before", [1]);

        disk.Fails = _ => true;
        var failure = await Assert.ThrowsAsync<StorageException>(() => store.SetAsync("during", [2]));
        Assert.Equal(StorageCodes.ReadOnly, failure.Code);
        Assert.Contains("No space left", failure.Message, StringComparison.Ordinal);
        Assert.Equal((false, StorageCodes.ReadOnly), (store.Health.Current.Writable, store.Health.Current.Code));
        Assert.Equal(["before"], (await store.ReadAllAsync()).Keys);
        await Assert.ThrowsAsync<StorageException>(() => store.SetAsync("during", [2]));

        disk.Fails = _ => false;
        Assert.Equal(KvWriteStatus.Ok, (await store.SetAsync("after", [3])).Status);
        Assert.True(store.Health.Current.Writable);
        Assert.Equal(["after", "before"], (await store.ReadAllAsync()).Keys);
        using var again = SimulatedStore.Open(disk.After(Crash.PowerCutLosingAll));
        Assert.Equal(["after", "before"], (await again.ReadAllAsync()).Keys);
    }

    [Fact]
    public async Task Write_WithinTheRetryTime_IsRefusedWithoutTouchingTheDisk()
    {
        var disk = new SimulatedDisk();
        var clock = new TemplateFunctions.Tests.Shared.FakeClock();
        using var store = TemplateFunctions.Core.Storage.Embedded.EmbeddedStore.Open(
            disk, SimulatedStore.Options with { RetryAfterFailure = TimeSpan.FromSeconds(5) }, clock);
        disk.Fails = _ => true;
        await Assert.ThrowsAsync<StorageException>(() => store.SetAsync("a", [1]));
        disk.Fails = _ => false;
        var operations = disk.Operations;
        await Assert.ThrowsAsync<StorageException>(() => store.SetAsync("a", [1]));
        Assert.Equal(operations, disk.Operations);
        Assert.Empty(await store.ReadAllAsync());
        Assert.Equal(KvWriteStatus.NotFound, (await store.Kv.DeleteByIdAsync(SimulatedStore.Guild, 0, "none")).Status);

        clock.Advance(TimeSpan.FromSeconds(5));
        await store.SetAsync("a", [1]);
        Assert.True(store.Health.Current.Writable);
    }

    [Fact]
    public async Task Write_EveryOperationFailsOnce_MemoryAndDiskStayEqual()
    {
        for (var failing = 4; failing < 90; failing++)
        {
            var disk = new SimulatedDisk(failing);
            var store = SimulatedStore.Open(disk);
            disk.Fails = operation => operation == failing;
            var acknowledged = new SortedDictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < 30; i++)
            {
                var value = new byte[i % 4 == 0 ? 20_000 : 30];
                value[0] = (byte)i;
                try
                {
                    await store.SetAsync($"k{i % 9}", value);
                    acknowledged[$"k{i % 9}"] = SimulatedStore.Fingerprint(value);
                }
                catch (StorageException failure)
                {
                    Assert.Equal(StorageCodes.ReadOnly, failure.Code);
                }

                if (i == 15)
                {
                    await Record.ExceptionAsync(store.CompactAsync);
                }
            }

            Assert.Equal(acknowledged, await store.ReadAllAsync());
            store.Dispose();
            using var again = SimulatedStore.Open(disk.After(Crash.PowerCutLosingAll));
            Assert.Equal(acknowledged, await again.ReadAllAsync());
        }
    }

    [Fact]
    public async Task Compaction_DiskFull_LosesNothingAndSucceedsLater()
    {
        var disk = new SimulatedDisk();
        using var store = SimulatedStore.Open(disk);
        await store.SetAsync("a", new byte[3000]);
        var operations = disk.Operations;
        disk.Fails = operation => operation > operations + 3;
        await Assert.ThrowsAnyAsync<Exception>(store.CompactAsync);
        disk.Fails = _ => false;
        await store.SetAsync("b", [1]);
        await store.CompactAsync();
        await store.SetAsync("c", [1]);
        Assert.Equal(["a", "b", "c"], (await store.ReadAllAsync()).Keys);
        Assert.DoesNotContain(disk.List(), name => name.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Equal(2, disk.List().Count);
        using var again = SimulatedStore.Open(disk.After(Crash.PowerCutLosingAll));
        Assert.Equal(["a", "b", "c"], (await again.ReadAllAsync()).Keys);
    }

    [Fact]
    public async Task Receive_DiskFull_MessagesAreNotHidden()
    {
        var disk = new SimulatedDisk();
        using var store = SimulatedStore.Open(disk);
        var queue = store.Queues.Get("events");
        await queue.EnqueueAsync(new byte[] { 1 });
        disk.Fails = _ => true;
        await Assert.ThrowsAsync<StorageException>(async () => await queue.ReceiveAsync(1, TimeSpan.FromHours(1)));
        disk.Fails = _ => false;
        Assert.Equal(1, Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromHours(1))).DequeueCount);
    }

    [Fact]
    public async Task Dispose_ThenUse_IsAClearFailure()
    {
        var store = SimulatedStore.Open(new SimulatedDisk());
        store.Dispose();
        store.Dispose();
        Assert.Equal(StorageCodes.Closed, (await Assert.ThrowsAsync<StorageException>(() => store.SetAsync("a", [1]))).Code);
        Assert.Equal(StorageCodes.Closed, (await Assert.ThrowsAsync<StorageException>(() => store.ReadAllAsync())).Code);
    }
}
