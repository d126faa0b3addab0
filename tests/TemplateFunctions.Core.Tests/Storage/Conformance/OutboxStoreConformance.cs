using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IOutboxStore"/> must do.</summary>
public abstract class OutboxStoreConformance : ConformanceSuite
{
    private IOutboxStore Store => Harness.Outbox;

    [Theory]
    [InlineData(2)]
    [InlineData(70_000)]
    [InlineData(1_100_000)]
    public async Task Add_Row_EveryFieldSurvivesRestart(int size)
    {
        var row = Row(1, due: 5, size);
        row = size > OutboxRow.LargeArgument ? row with { Id = row.Id + OutboxRow.LargeMark } : row;
        await Store.AddAsync(row);
        await Harness.RestartAsync();

        var found = Assert.Single(await Store.DueAsync(row.Due, 10));
        Assert.Equal(row with { Argument = default }, found with { Argument = default });
        Assert.True(row.Argument.Span.SequenceEqual(found.Argument.Span));
    }

    [Fact]
    public async Task Due_RowsOfTheFuture_AreNotGiven()
    {
        await Store.AddAsync(Row(1, due: 5));
        await Store.AddAsync(Row(2, due: 6));
        await Store.AddAsync(Row(3, due: 4));

        Assert.Equal([Id(1), Id(3)], (await Store.DueAsync(At(5), 10)).Select(row => row.Id).Order());
        Assert.Single(await Store.DueAsync(At(6), 1));
    }

    [Fact]
    public async Task Defer_Row_HasItsNewTimeAndCountAndKeepsTheRest()
    {
        await Store.AddAsync(Row(1, due: 5));
        await Store.DeferAsync(Row(1, due: 9) with { Tries = 3 });

        Assert.Empty(await Store.DueAsync(At(8), 10));
        var found = Assert.Single(await Store.DueAsync(At(9), 10));
        Assert.Equal((3, "dispatch", 2), (found.Tries, found.Operation, found.Argument.Length));
    }

    [Fact]
    public async Task Defer_RowThatIsGone_StaysGone()
    {
        await Store.AddAsync(Row(1, due: 5));
        await Store.RemoveAsync(Id(1));
        await Store.DeferAsync(Row(1, due: 6) with { Tries = 1 });

        Assert.Empty(await Store.DueAsync(At(100), 10));
    }

    [Fact]
    public async Task Remove_Twice_IsNoFault()
    {
        await Store.AddAsync(Row(1, due: 5));
        var large = Row(2, due: 5, size: 1_100_000) with { Id = Id(2) + OutboxRow.LargeMark };
        await Store.AddAsync(large);
        await Store.RemoveAsync(Id(1));
        await Store.RemoveAsync(Id(1));
        await Store.RemoveAsync(large.Id);

        Assert.Empty(await Store.DueAsync(At(100), 10));
    }

    [Fact]
    public async Task AddAndRemove_ManyAtOnce_AllAreDone()
    {
        await Task.WhenAll(Enumerable.Range(0, 250).Select(n => Store.AddAsync(Row(n, due: 5)).AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 249).Select(n => Store.RemoveAsync(Id(n)).AsTask()));

        Assert.Equal(Id(249), Assert.Single(await Store.DueAsync(At(5), 1_000)).Id);
    }

    private static string Id(int number) => $"{0xabc:x32}{number:x32}";

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private static OutboxRow Row(int number, int due, int size = 2) => new()
    {
        Id = Id(number),
        Guild = Guild,
        Operation = "dispatch",
        Argument = Enumerable.Repeat((byte)'x', size).ToArray(),
        Due = At(due),
    };
}
