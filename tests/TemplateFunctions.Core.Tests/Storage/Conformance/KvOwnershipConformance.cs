using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IKvStore"/> must do: fences, expiry and resume records.</summary>
public abstract class KvOwnershipConformance : ConformanceSuite
{
    private static readonly string[] A = ["a"];

    private IKvStore Store => Harness.Kv;

    [Fact]
    public async Task Fence_OlderEpoch_IsRefusedEverywhereAndAfterRestart()
    {
        var expires = Harness.Clock.GetUtcNow();
        var written = await Store.SetAsync(Guild, 4, new KvEntry("k", A, Json("1"), expires));
        Assert.Equal(4, written.Fence);
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetAsync(Guild, 5, new KvEntry("other", A, Json("1")))).Status);
        await Harness.RestartAsync();

        KvWrite[] refused =
        [
            await Store.SetAsync(Guild, 4, new KvEntry("k", A, Json("2"))),
            await Store.SetByIdAsync(Guild, 4, written.Id!, Json("2"), null, false),
            await Store.SetExpiryAsync(Guild, 4, "k", A, null),
            await Store.SetExpiryByIdAsync(Guild, 4, written.Id!, null),
            await Store.DeleteAsync(Guild, 4, "k", A),
            await Store.DeleteByIdAsync(Guild, 4, written.Id!),
            await Store.RaiseFenceAsync(Guild, 4),
        ];
        Assert.All(refused, write => Assert.Equal((KvWriteStatus.Fenced, 0, 5L), (write.Status, write.Affected, write.Fence)));
        var found = (await Store.GetAsync(Guild, "k", A))!;
        Assert.Equal(("1", expires), (Text(found.Value), found.ExpiresAt));
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetAsync(Other, 1, new KvEntry("k", A, Json("1")))).Status);
    }

    [Fact]
    public async Task Fence_Raised_IsDurableWithoutAWrite()
    {
        Assert.Equal(KvWriteStatus.Ok, (await Store.RaiseFenceAsync(Guild, 9)).Status);
        Assert.Equal(KvWriteStatus.Ok, (await Store.RaiseFenceAsync(Guild, 9)).Status);
        await Harness.RestartAsync();
        Assert.Equal(KvWriteStatus.Fenced, (await Store.SetAsync(Guild, 8, new KvEntry("k", A, Json("1")))).Status);
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetAsync(Guild, 9, new KvEntry("k", A, Json("1")))).Status);
    }

    [Fact]
    public async Task Due_AcrossGuilds_IsOrderedByTimeAndStaysUntilSettled()
    {
        var now = Harness.Clock.GetUtcNow();
        var late = await Store.SetAsync(Guild, 0, new KvEntry("late", A, Json("1"), now.AddSeconds(3)));
        var early = await Store.SetAsync(Other, 0, new KvEntry("early", A, Json("2"), now.AddSeconds(1)));
        await Store.SetAsync(Guild, 0, new KvEntry("never", A, Json("1")));
        await Store.SetAsync(Guild, 0, new KvEntry("future", A, Json("1"), now.AddHours(1)));
        await Harness.RestartAsync();

        Assert.Empty(await Store.DueAsync(now, 10));
        Assert.Equal(now.AddSeconds(1), await Store.NextExpiryAsync(now));
        var due = await Store.DueAsync(now.AddSeconds(3), 10);
        Assert.Equal([early.Id, late.Id], due.Select(r => r.Id));
        Assert.Equal("2", Text(due[0].Value));
        Assert.Single(await Store.DueAsync(now.AddSeconds(3), 1));
        Assert.NotNull(await Store.GetAsync(Guild, "late", A));
        Assert.Equal(now.AddHours(1), await Store.NextExpiryAsync(now.AddSeconds(3)));
        Assert.Null(await Store.NextExpiryAsync(now.AddHours(1)));
        Assert.Null(await Store.NextExpiryAsync(DateTimeOffset.MaxValue));

        Assert.True(await Store.SettleExpiryAsync(Other, early.Id!, now.AddSeconds(1)));
        Assert.False(await Store.SettleExpiryAsync(Other, early.Id!, now.AddSeconds(1)));
        Assert.Null(await Store.GetByIdAsync(Other, early.Id!));
    }

    [Fact]
    public async Task SettleExpiry_RenewedMeanwhile_KeepsTheRecord()
    {
        var now = Harness.Clock.GetUtcNow();
        var written = await Store.SetAsync(Guild, 0, new KvEntry("k", A, Json("1"), now));
        Assert.Single(await Store.DueAsync(now, 10));
        await Store.SetExpiryAsync(Guild, 0, "k", A, now.AddHours(1));
        Assert.False(await Store.SettleExpiryAsync(Guild, written.Id!, now));
        Assert.NotNull(await Store.GetAsync(Guild, "k", A));
        Assert.Empty(await Store.DueAsync(now, 10));
    }

    [Fact]
    public async Task SetExpiry_ChangesEveryMatchAndKeepsValues()
    {
        var now = Harness.Clock.GetUtcNow();
        var large = new string('7', 5000);
        await Store.SetAsync(Guild, 0, new KvEntry("k", ["a", "b"], Json(large)));
        await Store.SetAsync(Guild, 0, new KvEntry("k", ["a", "c"], Json("2"), now));
        var written = await Store.SetExpiryAsync(Guild, 0, "k", A, now.AddDays(1));
        Assert.Equal((KvWriteStatus.Ok, 2), (written.Status, written.Affected));
        await Harness.RestartAsync();
        Assert.Equal(large, Text((await Store.GetAsync(Guild, "k", ["b"]))!.Value));
        Assert.All((await Store.FindAsync(Guild, "k", A)).Records, r => Assert.Equal(now.AddDays(1), r.ExpiresAt));
        Assert.Equal(KvWriteStatus.NotFound, (await Store.SetExpiryAsync(Guild, 0, "k", ["zz"], null)).Status);
    }

    [Fact]
    public async Task Resume_ListsGuildsAndRecords()
    {
        await Store.SetAsync(Guild, 0, new KvEntry("second", A, Json("2"), Resume: true));
        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.SetAsync(Guild, 0, new KvEntry("later", A, Json("1"), Resume: true));
        await Store.SetAsync(Other, 0, new KvEntry("none", A, Json("1")));
        await Harness.RestartAsync();
        Assert.Equal([Guild], await Store.GuildsWithResumeAsync());
        Assert.Equal(["second", "later"], (await Store.ResumableAsync(Guild)).Select(r => r.Key));
        Assert.Empty(await Store.ResumableAsync(Other));
        await Store.DeleteAsync(Guild, 0, "later", A);
        await Store.SetAsync(Guild, 0, new KvEntry("second", A, Json("2")));
        Assert.Empty(await Store.GuildsWithResumeAsync());
    }

    [Fact]
    public async Task Quota_BytesUsedUp_RefusesMoreAndTakesLess()
    {
        var value = new byte[StorageLimits.KvValueBytes];
        var records = StorageLimits.KvBytesPerGuild / StorageLimits.KvValueBytes;
        var tasks = new List<Task<KvWrite>>();
        for (var i = 0; i < records; i++)
        {
            tasks.Add(Store.SetAsync(Guild, 0, new KvEntry($"k{i}", A, value)).AsTask());
        }

        var writes = await Task.WhenAll(tasks);
        Assert.Contains(writes, write => write.Status == KvWriteStatus.QuotaExceeded);
        Assert.True(writes.Count(write => write.Status == KvWriteStatus.Ok) > records - 10);
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetAsync(Guild, 0, new KvEntry("k0", A, Json("1")))).Status);
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetAsync(Other, 0, new KvEntry("k", A, value))).Status);
    }
}
