using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.LocalHost.Queues;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.EndToEnd.Tests.Queues;

/// <summary>The pump over the real emulator, with a consumer that the test holds.</summary>
public sealed class QueuePumpTests(Azurite azurite)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _queue = $"pump-{Guid.NewGuid():N}";

    [Fact]
    public async Task Pump_ManyMessages_ConsumesEachOnceAndDeletesIt()
    {
        var consumer = new HeldConsumer(_ => Task.CompletedTask);
        var queue = await FilledAsync(Enumerable.Range(0, 100).Select(n => $"{{\"n\":{n}}}"));

        await RunAsync(queue, consumer, () => consumer.Consumed.Count == 100 && Count(queue) == 0);

        Assert.Equal(100, consumer.Consumed.Distinct().Count());
    }

    [Fact]
    public async Task Pump_RunLongerThanVisibility_KeepsTheMessageHidden()
    {
        var release = new TaskCompletionSource();
        var consumer = new HeldConsumer(_ => release.Task);
        var queue = await FilledAsync(["{}"]);
        using var waited = new CancellationTokenSource(TimeSpan.FromSeconds(16));
        waited.Token.Register(release.SetResult);

        // Hidden for 10 s only, held for 16: without renewal it would have been delivered twice.
        await RunAsync(queue, consumer, () => release.Task.IsCompleted && Count(queue) == 0, options => options with { Visibility = TimeSpan.FromSeconds(10) });

        Assert.Single(consumer.Consumed);
    }

    [Fact]
    public async Task Pump_FailingFiveTimes_GoesToThePoisonQueueAndIsRecorded()
    {
        var consumer = new HeldConsumer(_ => throw new StorageException(StorageCodes.ReadOnly, "the disk is full"));
        var queue = await FilledAsync(["{\"keep\":\"me\"}"]);

        await RunAsync(queue, consumer, () => !consumer.Poisoned.IsEmpty && Count(queue) == 0, options => options with { RetryDelay = TimeSpan.Zero });

        Assert.Equal(5, consumer.Consumed.Count);
        Assert.Contains("the disk is full", Assert.Single(consumer.Poisoned), StringComparison.Ordinal);
        Assert.Equal("{\"keep\":\"me\"}", Assert.Single(await azurite.Client.PeekAsync(QueueName.PoisonOf(_queue), 32, CancellationToken.None)).Text);
    }

    [Fact]
    public async Task Stop_WhileHeldTooLong_PutsTheMessageBackAtOnce()
    {
        var started = new TaskCompletionSource();
        var consumer = new HeldConsumer(async cancellation =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var queue = await FilledAsync(["{}"]);
        using var pump = Pump(queue, consumer, options => options);
        await pump.StartAsync(CancellationToken.None);
        await started.Task.WaitAsync(Limit);

        using var grace = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await pump.StopAsync(grace.Token);

        Assert.Equal(2, Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(30))).DequeueCount);
    }

    private static int Count(IEventQueue queue) => queue.CountAsync().AsTask().GetAwaiter().GetResult();

    private static QueuePump Pump(IEventQueue queue, IQueueConsumer consumer, Func<QueuePumpOptions, QueuePumpOptions> with) =>
        new(queue, consumer, with(new QueuePumpOptions()), TimeProvider.System, NullLogger<QueuePump>.Instance);

    private static async Task RunAsync(
        IEventQueue queue, HeldConsumer consumer, Func<bool> isDone, Func<QueuePumpOptions, QueuePumpOptions>? with = null)
    {
        using var pump = Pump(queue, consumer, with ?? (options => options));
        await pump.StartAsync(CancellationToken.None);
        await Until.TrueAsync(isDone, Limit);
        await pump.StopAsync(CancellationToken.None);
    }

    private async Task<IEventQueue> FilledAsync(IEnumerable<string> bodies)
    {
        var queue = new AzureEventQueues(azurite.Client, TimeProvider.System).Get(_queue);
        foreach (var body in bodies)
        {
            await queue.EnqueueAsync(Encoding.UTF8.GetBytes(body));
        }

        return queue;
    }

    private sealed class HeldConsumer(Func<CancellationToken, Task> consume) : IQueueConsumer
    {
        public ConcurrentQueue<string> Consumed { get; } = new();

        public ConcurrentQueue<string> Poisoned { get; } = new();

        public Task ConsumeAsync(QueueMessage message, CancellationToken cancellation)
        {
            Consumed.Enqueue(Encoding.UTF8.GetString(message.Body.Span));
            return consume(cancellation);
        }

        public Task RecordPoisonAsync(QueueMessage message, string reason, CancellationToken cancellation)
        {
            Poisoned.Enqueue(reason);
            return Task.CompletedTask;
        }
    }
}
