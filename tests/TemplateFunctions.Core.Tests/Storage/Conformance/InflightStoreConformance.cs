using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IInflightStore"/> must do.</summary>
public abstract class InflightStoreConformance : ConformanceSuite
{
    private IInflightStore Store => Harness.Inflight;

    [Theory]
    [InlineData(2)]
    [InlineData(45 * 1024)]
    public async Task Put_Row_EveryFieldSurvivesRestart(int size)
    {
        var row = Row("e1") with { Payload = new byte[size], Attempt = 3, Epoch = 7 };
        Assert.Equal(InflightPut.Written, await Store.PutAsync(row));
        await Harness.RestartAsync();
        var found = await Store.GetAsync(Guild, "e1");
        Assert.NotNull(found);
        Assert.Equal(size, found.Payload.Length);
        Assert.Equal(row with { Payload = default }, found with { Payload = default });
        Assert.Equal(1, await Store.CountAsync(Guild));
        Assert.Equal([Guild], await Store.GuildsAsync());
        Assert.Null(await Store.GetAsync(Other, "e1"));
    }

    [Fact]
    public async Task Put_Again_KeepsCreationAndTakesTheRest()
    {
        await Store.PutAsync(Row("e1"));
        var created = Harness.Clock.GetUtcNow();
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await Store.PutAsync(Row("e1") with { Attempt = 2, Incarnation = "p2", Epoch = 2 });
        var found = (await Store.GetAsync(Guild, "e1"))!;
        Assert.Equal((created, 2, "p2", 2L), (found.CreatedAt, found.Attempt, found.Incarnation, found.Epoch));
    }

    [Fact]
    public async Task PutAndDelete_OlderEpoch_LeaveTheRowAlone()
    {
        await Store.PutAsync(Row("e1") with { Epoch = 5 });
        Assert.Equal(InflightPut.Superseded, await Store.PutAsync(Row("e1") with { Epoch = 4, Attempt = 9 }));
        Assert.False(await Store.DeleteAsync(Guild, "e1", epoch: 4));
        Assert.Equal(1, (await Store.GetAsync(Guild, "e1"))!.Attempt);
        Assert.True(await Store.DeleteAsync(Guild, "e1", epoch: 6));
        Assert.False(await Store.DeleteAsync(Guild, "e1", epoch: 6));
        Assert.Empty(await Store.GuildsAsync());
    }

    [Fact]
    public async Task TakeFence_EpochNotAboveTheFence_IsRefusedAlsoToItsHolder()
    {
        Assert.Equal(new FenceClaim(true, 5), await Store.TakeFenceAsync(Guild, 5));
        Assert.Equal(new FenceClaim(false, 5), await Store.TakeFenceAsync(Guild, 5));
        Assert.Equal(new FenceClaim(false, 5), await Store.TakeFenceAsync(Guild, 4));
        await Harness.RestartAsync();
        Assert.Equal(new FenceClaim(false, 5), await Store.TakeFenceAsync(Guild, 5));
        Assert.Equal(new FenceClaim(true, 6), await Store.TakeFenceAsync(Guild, 6));
        Assert.Equal(new FenceClaim(true, 1), await Store.TakeFenceAsync(Other, 1));
    }

    [Fact]
    public async Task TakeFence_ManyAskForOneEpoch_OneGetsIt()
    {
        var store = Store;
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await store.TakeFenceAsync(Guild, 7))));
        Assert.Single(claims, claim => claim.IsTaken);
        Assert.All(claims, claim => Assert.Equal(7, claim.Epoch));
    }

    [Fact]
    public async Task TakeFence_LowerEpochs_WriteAndDeleteNothingAnyMore()
    {
        await Store.PutAsync(Row("before") with { Epoch = 4 });
        await Store.TakeFenceAsync(Guild, 5);
        Assert.Equal(InflightPut.Superseded, await Store.PutAsync(Row("before") with { Epoch = 4, Attempt = 9 }));
        Assert.Equal(InflightPut.Superseded, await Store.PutAsync(Row("new") with { Epoch = 4 }));
        Assert.False(await Store.DeleteAsync(Guild, "before", epoch: 4));
        Assert.Equal(["before"], (await Store.ListAsync(Guild)).Select(row => row.EventId));
        Assert.Equal(1, (await Store.GetAsync(Guild, "before"))!.Attempt);
        Assert.Equal(InflightPut.Written, await Store.PutAsync(Row("before") with { Epoch = 5, Attempt = 2 }));
        Assert.Equal(InflightPut.Written, await Store.PutAsync(Row("other") with { Guild = Other, Epoch = 4 }));
        Assert.True(await Store.DeleteAsync(Guild, "before", epoch: 5));
    }

    [Fact]
    public async Task List_OldestFirst()
    {
        await Store.PutAsync(Row("z"));
        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.PutAsync(Row("a"));
        await Store.PutAsync(Row("b"));
        Assert.Equal(["z", "a", "b"], (await Store.ListAsync(Guild)).Select(row => row.EventId));
        Assert.Equal(["z", "a"], (await Store.ListAsync(Guild, 2)).Select(row => row.EventId));
        Assert.Empty(await Store.ListAsync(Other));
    }

    [Fact]
    public async Task Put_MoreThanAGuildMayHave_IsRefusedForThatGuildAlone()
    {
        var store = Store;
        await Task.WhenAll(Enumerable.Range(0, StorageLimits.InflightPerGuild).Select(i => store.PutAsync(Row($"e{i}")).AsTask()));
        Assert.Equal(InflightPut.GuildFull, await store.PutAsync(Row("more")));
        Assert.Equal(InflightPut.Written, await store.PutAsync(Row("e0") with { Attempt = 2 }));
        Assert.Equal(InflightPut.Written, await store.PutAsync(Row("more") with { Guild = Other }));
        await store.DeleteAsync(Guild, "e1", 1);
        Assert.Equal(InflightPut.Written, await store.PutAsync(Row("more")));
    }

    [Fact]
    public async Task State_ExpectedVersion_DecidesWhoWrites()
    {
        Assert.Null(await Store.GetStateAsync(Guild));
        Assert.Null(await Store.PutStateAsync(Guild, Json("{}"), 1));
        Assert.Equal(1, (await Store.PutStateAsync(Guild, Json("{\"a\":1}"), 0))!.Version);
        Assert.Null(await Store.PutStateAsync(Guild, Json("{}"), 0));
        Assert.Equal(2, (await Store.PutStateAsync(Guild, Json("{\"a\":2}"), 1))!.Version);
        await Store.PutStateAsync(Other, Json("{}"), 0);
        await Harness.RestartAsync();
        var state = (await Store.GetStateAsync(Guild))!;
        Assert.Equal((2L, "{\"a\":2}"), (state.Version, Text(state.Json)));
        Assert.Equal([Guild, Other], (await Store.ListStatesAsync()).Select(row => row.Guild).OrderBy(guild => guild.Value));
    }

    [Fact]
    public async Task State_ManyWritersOfOneVersion_OneWins()
    {
        var store = Store;
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => await store.PutStateAsync(Guild, Json($"{i}"), 0))));
        Assert.Single(answers, answer => answer is not null);
    }

    private InflightRow Row(string eventId) => new()
    {
        Guild = Guild,
        EventId = eventId,
        Payload = Json("{}"),
        Attempt = 1,
        Incarnation = "p1",
        Epoch = 1,
        CreatedAt = Harness.Clock.GetUtcNow(),
    };
}
