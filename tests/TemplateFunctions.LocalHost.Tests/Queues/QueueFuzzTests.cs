using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Core.Tests.Guilds;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.LocalHost.Queues;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.LocalHost.Tests.Queues;

/// <summary>
/// Hostile messages through the running pump into real VMs: each ends as a stored outcome or as a dead letter, counted. A short run each time; the
/// long one with TEMPLATEFUNCTIONS_FUZZ_MESSAGES=100000, and one run again with TEMPLATEFUNCTIONS_FUZZ_SEED and its seed.
/// </summary>
public sealed class QueueFuzzTests
{
    // Dead letters are kept up to 10,000: more messages go in rounds with a store of their own.
    private const int Round = 2_000;

    [Fact]
    public async Task Messages_Hostile_EachEndsAsOutcomeOrDeadLetterAndThePumpGoesOn()
    {
        var seed = Number("TEMPLATEFUNCTIONS_FUZZ_SEED") ?? Random.Shared.Next(1 << 30);
        var left = Number("TEMPLATEFUNCTIONS_FUZZ_MESSAGES") ?? 600;
        for (; left > 0; left -= Round, seed++)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
            await RunAsync(seed, Math.Min(left, Round));
        }
    }

    private static async Task RunAsync(int seed, int count)
    {
        await using var world = await GuildWorld.StartAsync();
        var (host, store) = (world.Host, world.Store);
        for (var guild = 1UL; guild <= 5; guild++)
        {
            var put = await host.Templates.PutAsync(new GuildId(guild), "t", """{"content":"return 1","events":["E"]}"""u8.ToArray());
            Assert.True(put.IsOk, put.Problem?.Detail);
        }

        var queue = store.Queues.Get("template-events");
        var messages = Messages(seed, count);
        var consumer = new CountingConsumer(new IntakeConsumer(host.Intake, queue.Name), messages.Count + 1);
        using var pump = new QueuePump(queue, consumer, new QueuePumpOptions(), TimeProvider.System, NullLogger<QueuePump>.Instance);
        await pump.StartAsync(CancellationToken.None);
        foreach (var message in messages)
        {
            await queue.EnqueueAsync(message);
        }

        await queue.EnqueueAsync("""{"id":"last","guild_id":"1","event":{"name":"E"}}"""u8.ToArray());
        await consumer.AllSeen.WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Null(pump.Trouble);
        await pump.StopAsync(CancellationToken.None);
        await host.StopAsync();

        Assert.Empty(consumer.Failures);
        Assert.Empty(await queue.ReceiveAsync(32, TimeSpan.FromSeconds(1), CancellationToken.None));
        await CountAsync(store, [.. messages, .. new[] { """{"id":"last","guild_id":"1","event":{"name":"E"}}"""u8.ToArray() }], seed);
    }

    /// <summary>Messages that nobody can read are dead letters with their reason; all others have an outcome for each template that subscribes.</summary>
    private static async Task CountAsync(EmbeddedStore store, IReadOnlyList<byte[]> messages, int seed)
    {
        var unread = 0;
        foreach (var body in messages)
        {
            if (!EventMessage.TryParse(body, "unnamed", out var message, out _))
            {
                unread++;
            }
            else if (message.Event.Id != "unnamed" && Subscribes(message))
            {
                var stored = await store.Results.GetAsync(new RunKey(message.Guild, message.Event.Id, "t"));
                Assert.True(stored is { Status: ExecutionStatus.Done }, $"seed {seed}: no outcome of {Encoding.UTF8.GetString(body)}");
            }
        }

        var letters = new List<DeadLetter>();
        for (IReadOnlyList<DeadLetter>? page = null; page is null or { Count: > 0 };)
        {
            page = (await store.DeadLetters.ListAsync(before: letters.LastOrDefault()?.Id)).Letters;
            letters.AddRange(page);
        }

        string[] unreadable = [LimitDiagnostics.QueueMessageTooLarge.Code, RequestDiagnostics.NotJson.Code, RequestDiagnostics.QueueMessageRefused.Code];
        Assert.True(letters.Count(letter => unreadable.Contains(letter.ReasonCode)) == unread, $"seed {seed}: {unread} cannot be read, {letters.Count} are dead letters");
        Assert.All(letters, letter => Assert.False(string.IsNullOrWhiteSpace(letter.ReasonText)));
        Assert.InRange(unread, 1, messages.Count - 1);
    }

    private static bool Subscribes(EventMessage message) =>
        message.Guild.Value is >= 1 and <= 5 && message.Event.Name == "E" && message.Templates is null or ["t"];

    private static List<byte[]> Messages(int seed, int count)
    {
        var writer = new HostileMessages(seed);

        // A queue takes no message over 64 KiB, whoever sends it.
        return [.. Enumerable.Range(0, count).Select(writer.Write).Where(body => body.Length <= 64 << 10)];
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Notes when every message has been seen to its end once.</summary>
    private sealed class CountingConsumer(IQueueConsumer inner, int expected) : IQueueConsumer
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _seen;

        public Task AllSeen => _all.Task;

        public System.Collections.Concurrent.ConcurrentQueue<Exception> Failures { get; } = new();

        public async Task ConsumeAsync(QueueMessage message, CancellationToken cancellation)
        {
            try
            {
                await inner.ConsumeAsync(message, cancellation);
            }
            catch (Exception failure)
            {
                Failures.Enqueue(failure);
                throw;
            }
            finally
            {
                if (Interlocked.Increment(ref _seen) == expected)
                {
                    _all.TrySetResult();
                }
            }
        }

        public Task RecordPoisonAsync(QueueMessage message, string reason, CancellationToken cancellation) => inner.RecordPoisonAsync(message, reason, cancellation);
    }
}
