using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IEventQueue"/> must do.</summary>
public abstract class EventQueueConformance : ConformanceSuite
{
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    private IEventQueue Queue => Harness.Queues.Get("template-events");

    [Theory]
    [InlineData(1)]
    [InlineData(StorageLimits.QueueMessageBytes)]
    public async Task Enqueue_Message_SurvivesRestartAndIsReceivedOnce(int size)
    {
        var id = await Queue.EnqueueAsync(new byte[size]);
        await Harness.RestartAsync();
        var message = Assert.Single(await Queue.ReceiveAsync(32, Visibility));
        Assert.Equal((id, size, 1), (message.Id, message.Body.Length, message.DequeueCount));
        Assert.Equal((Harness.Clock.GetUtcNow(), Harness.Clock.GetUtcNow() + Visibility), (message.EnqueuedAt, message.VisibleAt));
        Assert.Empty(await Queue.ReceiveAsync(32, Visibility));
        Assert.Equal(1, await Queue.CountAsync());
    }

    [Fact]
    public async Task Receive_VisibilityEnded_ComesBackWithHigherCountAndOldReceiptIsVoid()
    {
        await Queue.EnqueueAsync(Json("1"));
        var first = Assert.Single(await Queue.ReceiveAsync(1, Visibility));
        Harness.Clock.Advance(Visibility);
        var second = Assert.Single(await Queue.ReceiveAsync(1, Visibility));
        Assert.Equal((first.Id, 2), (second.Id, second.DequeueCount));
        Assert.False(await Queue.DeleteAsync(first));
        Assert.Null(await Queue.RenewAsync(first, Visibility));
        Assert.False(await Queue.PoisonAsync(first));
        Assert.True(await Queue.DeleteAsync(second));
        Assert.False(await Queue.DeleteAsync(second));
        Assert.Equal(0, await Queue.CountAsync());
    }

    [Fact]
    public async Task Receive_AfterRestart_CountGoesOn()
    {
        await Queue.EnqueueAsync(Json("1"));
        await Queue.ReceiveAsync(1, TimeSpan.FromTicks(1));
        await Harness.RestartAsync();
        Harness.Clock.Advance(Visibility);
        Assert.Equal(2, Assert.Single(await Queue.ReceiveAsync(1, Visibility)).DequeueCount);
    }

    [Fact]
    public async Task Renew_WhileHeld_ExtendsAndZeroGivesBack()
    {
        await Queue.EnqueueAsync(Json("1"));
        var message = Assert.Single(await Queue.ReceiveAsync(1, Visibility));
        Harness.Clock.Advance(TimeSpan.FromSeconds(20));
        var renewed = await Queue.RenewAsync(message, Visibility);
        Assert.Equal(Harness.Clock.GetUtcNow() + Visibility, renewed!.VisibleAt);
        Assert.Null(await Queue.RenewAsync(message, Visibility));
        Harness.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(await Queue.ReceiveAsync(1, Visibility));
        Assert.NotNull(await Queue.RenewAsync(renewed, TimeSpan.Zero));
        Assert.Equal(2, Assert.Single(await Queue.ReceiveAsync(1, Visibility)).DequeueCount);
    }

    [Fact]
    public async Task Enqueue_WithDelay_IsHiddenUntilThenAlsoAfterRestart()
    {
        await Queue.EnqueueAsync(Json("1"), TimeSpan.FromMinutes(1));
        await Harness.RestartAsync();
        Assert.Empty(await Queue.ReceiveAsync(1, Visibility));
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await Queue.ReceiveAsync(1, Visibility));
    }

    [Fact]
    public async Task Poison_Message_MovesItsBody()
    {
        await Queue.EnqueueAsync(Json("bad"));
        var message = Assert.Single(await Queue.ReceiveAsync(1, Visibility));
        Assert.True(await Queue.PoisonAsync(message));
        await Harness.RestartAsync();
        Assert.Equal(0, await Queue.CountAsync());
        var poison = Assert.Single(await Harness.Queues.Get("template-events-poison").ReceiveAsync(1, Visibility));
        Assert.Equal(("bad", 1), (Text(poison.Body), poison.DequeueCount));
    }

    [Fact]
    public async Task Wait_CompletesOnEnqueueOnDueTimeAndNotBefore()
    {
        var queue = Queue;
        var empty = queue.WaitAsync().AsTask();
        Assert.False(empty.IsCompleted);
        await queue.EnqueueAsync(Json("1"));
        await empty;
        await queue.WaitAsync();

        await queue.ReceiveAsync(1, Visibility);
        var hidden = queue.WaitAsync().AsTask();
        Assert.False(hidden.IsCompleted);
        Harness.Clock.Advance(Visibility);
        await hidden;

        var held = Assert.Single(await queue.ReceiveAsync(1, Visibility));
        var given = queue.WaitAsync().AsTask();
        await queue.RenewAsync(held, TimeSpan.Zero);
        await given;
    }

    [Fact]
    public async Task Wait_Cancelled_EndsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        await Queue.EnqueueAsync(Json("1"), TimeSpan.FromDays(60));
        var waiting = Queue.WaitAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Receive_ManyConsumers_EachMessageOnce()
    {
        var queue = Queue;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => queue.EnqueueAsync(Json($"{i}")).AsTask()));
        var received = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            async () => await queue.ReceiveAsync(10, Visibility))));
        var ids = received.SelectMany(batch => batch).Select(message => message.Id).ToList();
        Assert.Equal(200, ids.Count);
        Assert.Equal(200, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("ab")]
    [InlineData("a--b")]
    [InlineData("-abc")]
    [InlineData("a/b")]
    [InlineData("abc\n")]
    public void Get_InvalidName_IsRefused(string name) => Assert.Throws<ArgumentException>(() => Harness.Queues.Get(name));

    [Fact]
    public async Task Enqueue_TooLarge_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        async () => await Queue.EnqueueAsync(new byte[StorageLimits.QueueMessageBytes + 1]));
}
