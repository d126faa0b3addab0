using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IResultStore"/> must do.</summary>
public abstract class ResultStoreConformance : ConformanceSuite
{
    private static readonly RunKey Key = new(Guild, "event-1", "greet");
    private static readonly RunOwner Me = new("process-a", 1);

    private IResultStore Store => Harness.Results;

    [Fact]
    public async Task TryBegin_NewRun_StartsAndDuplicateJoins()
    {
        var first = await Store.TryBeginAsync(Key, "x1", Me);
        Assert.Equal((BeginStatus.Started, "x1"), (first.Status, first.Record.ExecutionId));
        var second = await Store.TryBeginAsync(Key, "x2", Me);
        Assert.Equal((BeginStatus.AlreadyRunning, "x1"), (second.Status, second.Record.ExecutionId));
        Assert.Equal(ExecutionStatus.Running, (await Store.GetAsync("x1"))!.Status);
        Assert.Null(await Store.GetAsync("x2"));
        Assert.Equal(BeginStatus.Started, (await Store.TryBeginAsync(Key with { Template = "other" }, "x3", Me)).Status);
        Assert.Equal(BeginStatus.Started, (await Store.TryBeginAsync(Key with { Guild = Other }, "x4", Me)).Status);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(1024 * 1024)]
    public async Task Settle_Outcome_IsDurableAndAnswersDuplicates(int size)
    {
        var outcome = Json(new string('1', size));
        await Store.TryBeginAsync(Key, "x1", Me);
        Assert.True(await Store.SettleAsync(Key, "x1", Me, outcome));
        await Harness.RestartAsync();

        var duplicate = await Store.TryBeginAsync(Key, "x2", new RunOwner("process-b", 2));
        Assert.Equal(BeginStatus.AlreadySettled, duplicate.Status);
        Assert.True(outcome.Span.SequenceEqual(duplicate.Record.Outcome.Span));
        var found = (await Store.GetAsync("x1"))!;
        Assert.Equal((ExecutionStatus.Done, Key, Me), (found.Status, found.Key, found.Owner));
        Assert.Equal(Harness.Clock.GetUtcNow() + StorageLimits.ResultLifetime, found.ExpiresAt);
        Assert.False(await Store.SettleAsync(Key, "x1", Me, Json("2")));
    }

    [Fact]
    public async Task TryBegin_LaterEpochOfAnotherProcess_TakesOverAndTheLoserCannotSettle()
    {
        await Store.TryBeginAsync(Key, "x1", Me);
        Assert.Equal(BeginStatus.AlreadyRunning, (await Store.TryBeginAsync(Key, "x2", new RunOwner("process-b", 1))).Status);
        Assert.Equal(BeginStatus.AlreadyRunning, (await Store.TryBeginAsync(Key, "x2", new RunOwner("process-a", 2))).Status);
        var next = new RunOwner("process-b", 2);
        var taken = await Store.TryBeginAsync(Key, "x2", next);
        Assert.Equal((BeginStatus.Started, "x1", next), (taken.Status, taken.Record.ExecutionId, taken.Record.Owner));

        Assert.False(await Store.SettleAsync(Key, "x1", Me, Json("\"old\"")));
        Assert.True(await Store.SettleAsync(Key, "x1", next, Json("\"new\"")));
        Assert.Equal("\"new\"", Text((await Store.GetAsync(Key))!.Outcome));
    }

    [Fact]
    public async Task TryBegin_Anew_ForgetsTheOutcome()
    {
        await Store.TryBeginAsync(Key, "x1", Me);
        await Store.SettleAsync(Key, "x1", Me, Json("1"));
        Assert.Equal(BeginStatus.Started, (await Store.TryBeginAsync(Key, "x2", Me, anew: true)).Status);
        Assert.False(await Store.SettleAsync(Key, "x1", Me, Json("1")));
        Assert.True(await Store.SettleAsync(Key, "x2", Me, Json("2")));
        Assert.Equal("2", Text((await Store.GetAsync("x2"))!.Outcome));
        Assert.Null(await Store.GetAsync("x1"));
    }

    [Fact]
    public async Task Abandon_OwnClaim_LetsOthersStart()
    {
        await Store.TryBeginAsync(Key, "x1", Me);
        Assert.False(await Store.AbandonAsync(Key, "x2"));
        Assert.True(await Store.AbandonAsync(Key, "x1"));
        Assert.Equal(BeginStatus.Started, (await Store.TryBeginAsync(Key, "x3", Me)).Status);
        await Store.SettleAsync(Key, "x3", Me, Json("1"));
        Assert.False(await Store.AbandonAsync(Key, "x3"));
    }

    [Fact]
    public async Task Settle_ClaimForgottenByACrash_IsStored()
    {
        Assert.True(await Store.SettleAsync(Key, "x1", Me, Json("1")));
        Assert.Equal("1", Text((await Store.GetAsync("x1"))!.Outcome));
    }

    [Fact]
    public async Task Records_After24Hours_AreGone()
    {
        await Store.TryBeginAsync(Key, "x1", Me);
        await Store.SettleAsync(Key, "x1", Me, Json("1"));
        Harness.Clock.Advance(StorageLimits.ResultLifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Store.PurgeExpiredAsync());
        Assert.NotNull(await Store.GetAsync("x1"));

        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Store.GetAsync("x1"));
        Assert.Null(await Store.GetAsync(Key));
        Assert.Empty(await Store.ListAsync(Guild, "event-1"));
        Assert.Equal(1, await Store.PurgeExpiredAsync());
        Assert.Equal(0, await Store.PurgeExpiredAsync());
        Assert.Equal(BeginStatus.Started, (await Store.TryBeginAsync(Key, "x2", Me)).Status);
    }

    [Fact]
    public async Task List_RunsOfOneEvent_AreOrderedByTemplate()
    {
        foreach (var template in (string[])["b", "a"])
        {
            await Store.TryBeginAsync(Key with { Template = template }, "x" + template, Me);
            await Store.SettleAsync(Key with { Template = template }, "x" + template, Me, Json($"\"{template}\""));
        }

        await Store.TryBeginAsync(Key with { EventId = "event-12" }, "y", Me);
        var runs = await Store.ListAsync(Guild, "event-1");
        Assert.Equal(["\"a\"", "\"b\""], runs.Select(run => Text(run.Outcome)));
    }

    [Fact]
    public async Task TryBegin_ManyAtOnce_OneStarts()
    {
        var store = Store;
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(
            async () => await store.TryBeginAsync(Key, $"x{i}", Me))));
        Assert.Single(answers, answer => answer.Status == BeginStatus.Started);
        Assert.Single(answers.Select(answer => answer.Record.ExecutionId).Distinct());
    }
}
