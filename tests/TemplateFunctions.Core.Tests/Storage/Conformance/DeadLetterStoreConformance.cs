using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IDeadLetterStore"/> must do.</summary>
public abstract class DeadLetterStoreConformance : ConformanceSuite
{
    private IDeadLetterStore Store => Harness.DeadLetters;

    [Theory]
    [InlineData(0)]
    [InlineData(64 * 1024)]
    [InlineData(1500 * 1024)]
    public async Task Add_Letter_EveryFieldSurvivesRestart(int size)
    {
        var body = new byte[size];
        Array.Fill(body, (byte)0xFF);
        var letter = Letter(Guild) with { Body = body, Attempts = 5 };
        var id = await Store.AddAsync(letter);
        await Harness.RestartAsync();
        var found = await Store.GetAsync(id);
        Assert.NotNull(found);
        Assert.Equal(body, found.Body.ToArray());
        Assert.Equal(letter with { Id = id, Body = default }, found with { Body = default });
    }

    [Fact]
    public async Task List_NewestFirst_PagesWithoutGapOrRepeat()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await Store.AddAsync(Letter(i == 3 ? null : Guild)));
        }

        var first = await Store.ListAsync(limit: 2);
        Assert.Equal(ids[..2], first.Letters.Select(letter => letter.Id));
        Assert.Equal(5, first.Total);
        var second = await Store.ListAsync(before: first.Letters[^1].Id, limit: 2);
        var third = await Store.ListAsync(before: second.Letters[^1].Id, limit: 2);
        Assert.Equal(ids[2..], second.Letters.Concat(third.Letters).Select(letter => letter.Id));
        Assert.Empty((await Store.ListAsync(before: ids[^1])).Letters);

        var mine = await Store.ListAsync(Guild);
        Assert.Equal((4, 4), (mine.Letters.Count, mine.Total));
        Assert.Empty((await Store.ListAsync(Other)).Letters);
    }

    [Fact]
    public async Task Delete_Letter_IsGoneAndLaterIdsStayGreater()
    {
        var first = await Store.AddAsync(Letter(Guild));
        var second = await Store.AddAsync(Letter(Guild));
        Assert.True(await Store.DeleteAsync(second));
        Assert.False(await Store.DeleteAsync(second));
        Assert.Null(await Store.GetAsync(second));
        await Harness.RestartAsync();
        var third = await Store.AddAsync(Letter(Guild));
        Assert.True(string.CompareOrdinal(first, third) < 0);
        Assert.Equal([third, first], (await Store.ListAsync()).Letters.Select(letter => letter.Id));
    }

    [Fact]
    public async Task Add_MoreThanAGuildMayKeep_DisplacesItsOldestAndCountsIt()
    {
        var store = Store;
        var others = await store.AddAsync(Letter(Other));
        var oldest = await store.AddAsync(Letter(Guild));
        var adds = Enumerable.Range(0, Harness.DeadLettersPerGuild).Select(_ => store.AddAsync(Letter(Guild)).AsTask());
        await Task.WhenAll(adds);
        Assert.Null(await store.GetAsync(oldest));
        Assert.NotNull(await store.GetAsync(others));
        var page = await store.ListAsync(Guild, limit: 1);
        Assert.Equal((Harness.DeadLettersPerGuild, 1), (page.Total, page.Displaced));
    }

    private DeadLetter Letter(GuildId? guild) => new()
    {
        Source = "template-events",
        ReasonCode = "TF4001",
        ReasonText = "The message is not JSON.",
        Guild = guild,
        Body = Json("{"),
        At = Harness.Clock.GetUtcNow(),
    };
}
