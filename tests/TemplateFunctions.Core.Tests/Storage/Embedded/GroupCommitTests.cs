using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>When writes are acknowledged and how many flushes they cost. Flushes are held up by a gate, so nothing depends on timing.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private readonly SimulatedDisk disk = new();
    private readonly SemaphoreSlim entered = new(0);
    private readonly SemaphoreSlim mayGo = new(0);
    private readonly EmbeddedStore store;

    public GroupCommitTests()
    {
        store = SimulatedStore.Open(disk);
        disk.BeforeFlush = () =>
        {
            entered.Release();
            mayGo.Wait();
        };
    }

    public void Dispose()
    {
        mayGo.Release(1000);
        store.Dispose();
        entered.Dispose();
        mayGo.Dispose();
    }

    [Fact]
    public async Task Writes_DuringAFlush_ShareTheNextOne()
    {
        var before = disk.Flushes;
        var first = store.SetAsync("first", [1]);
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 100).Select(i => store.SetAsync($"k{i}", [1], new GuildId((ulong)i))).ToList();
        Assert.False(first.IsCompleted);
        Assert.All(others, other => Assert.False(other.IsCompleted));

        mayGo.Release();
        await first;
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        mayGo.Release();
        await Task.WhenAll(others);
        Assert.Equal(2, disk.Flushes - before);
    }

    [Fact]
    public async Task Read_OfAWriteUnderWay_WaitsForItAndOtherGuildsDoNot()
    {
        var write = store.SetAsync("k", [1]);
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        var same = store.Kv.GetAsync(SimulatedStore.Guild, "k", SimulatedStore.Scopes).AsTask();
        Assert.False(same.IsCompleted);
        Assert.Null(await store.Kv.GetAsync(new GuildId(7), "k", SimulatedStore.Scopes));
        Assert.Empty((await store.Templates.ListAsync(SimulatedStore.Guild)).Templates);

        mayGo.Release();
        await write;
        Assert.NotNull(await same);
    }

    [Fact]
    public async Task Read_OfAWriteThatFails_SeesTheStateBefore()
    {
        var write = store.SetAsync("k", [1]);
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        var read = store.Kv.GetAsync(SimulatedStore.Guild, "k", SimulatedStore.Scopes).AsTask();
        disk.Fails = _ => true;
        mayGo.Release();
        await Assert.ThrowsAsync<TemplateFunctions.Core.Storage.StorageException>(() => write);
        Assert.Null(await read);
    }

    [Fact]
    public async Task TryBegin_CostsNoFlushOfItsOwn()
    {
        var before = disk.Flushes;
        var key = new TemplateFunctions.Core.Storage.RunKey(SimulatedStore.Guild, "e", "t");
        var owner = new TemplateFunctions.Core.Storage.RunOwner("p", 1);
        await store.Results.TryBeginAsync(key, "x", owner);
        Assert.NotNull(await store.Results.GetAsync(key));
        Assert.Equal(before, disk.Flushes);
        mayGo.Release();
        Assert.True(await store.Results.SettleAsync(key, "x", owner, new byte[] { (byte)'1' }));
        Assert.Equal(before + 1, disk.Flushes);
    }

    [Fact]
    public async Task Write_Cancelled_StopsWaitingAndTheWriteMayStillHappen()
    {
        using var cancellation = new CancellationTokenSource();
        var write = store.Kv.SetAsync(
            SimulatedStore.Guild, 0, new TemplateFunctions.Core.Storage.KvEntry("k", SimulatedStore.Scopes, new byte[] { 1 }), cancellation.Token).AsTask();
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        mayGo.Release();
        Assert.NotNull(await store.Kv.GetAsync(SimulatedStore.Guild, "k", SimulatedStore.Scopes));
    }
}
