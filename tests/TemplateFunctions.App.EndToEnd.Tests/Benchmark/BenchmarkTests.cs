using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Azure.Storage.Queues;
using TemplateFunctions.App.EndToEnd.Tests.Fixtures;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.App.EndToEnd.Tests.Benchmark;

/// <summary>The app beside functions of the same process that do nothing. Writes its table into the file that the variable names; asserts no figure.</summary>
public sealed class BenchmarkTests
{
    private const int Guilds = 50;
    private const int Events = 1_000;
    private const int Rounds = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly Hub _hub = new();
    private readonly StringBuilder _table = new();
    private readonly Dictionary<string, List<double>> _rates = [];
    private string _file = "";

    [Fact]
    public async Task Compare()
    {
        _file = Given.Benchmark;
        var empty = $"{_hub.QueueName}-empty";
        await using var host = await Host.StartAsync(_hub, ("BENCHMARK_QUEUE", empty));
        var emptyQueue = new QueueClient(Given.Storage, empty);
        await emptyQueue.CreateIfNotExistsAsync();
        for (var guild = 0; guild < Guilds; guild++)
        {
            await host.PutTemplateAsync($"{3000 + guild}", "t", "return 1", ["MESSAGE_CREATE"]);
            await host.ExecuteAsync($"{3000 + guild}", "t");
        }

        _table.AppendLine("| what | round | rate | p50 ms | p99 ms |").AppendLine("|---|---|---|---|---|");
        for (var round = 0; round <= Rounds; round++)
        {
            await WarmAsync(host);
            await HttpAsync(host, round);
            await QueueAsync("empty queue function and entity", round, emptyQueue, (guild, _) => $"{guild} x", () => CountAsync(host, "/api/benchmark/count", "done"));
            await QueueAsync("event to settled", round, _hub.Events, (guild, number) =>
                $$$$"""{"id":"b{{{{round}}}}-{{{{number}}}}","guild_id":"{{{{3000 + guild}}}}","event":{"name":"MESSAGE_CREATE","data":{"content":"hi"}}}""", () => SettledAsync(host));
            Ratio(round, "POST /api/execute, warm", "empty HTTP function");
            Ratio(round, "event to settled", "empty queue function and entity");
        }
    }

    /// <summary>The ratio of a round's rates, which the machine's other work touches less than the rates; at the end that of the medians.</summary>
    private void Ratio(int round, string what, string beside)
    {
        if (round > 0)
        {
            _table.AppendLine(FormattableString.Invariant($"| {what} : {beside} | {round} | {_rates[what][^1] / _rates[beside][^1]:0.00} | | |"));
        }

        if (round == Rounds)
        {
            _table.AppendLine(FormattableString.Invariant($"| {what} : {beside} | median | {Median(what) / Median(beside):0.00} | | |"));
        }

        File.WriteAllText(_file, _table.ToString());
    }

    private double Median(string what) => _rates[what].Order().ElementAt(_rates[what].Count / 2);

    /// <summary>A guild whose entity was not here lately is not warm: its first execution travels through the entity.</summary>
    private static Task WarmAsync(Host host) => Parallel.ForAsync(0, Guilds, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (guild, _) => await host.ExecuteAsync($"{3000 + guild}", "t"));

    /// <summary>Both in short blocks that take turns, so that what else the machine does meets both.</summary>
    private async Task HttpAsync(Host host, int round)
    {
        const int Blocks = 20;
        var (empty, execute) = (new Calls(), new Calls());
        for (var block = 0; block < Blocks; block++)
        {
            await empty.BlockAsync(host, "/api/benchmark/empty", _ => "{}");
            await execute.BlockAsync(host, "/api/execute", guild =>
                $$$"""{"template":"t","event":{"name":"MESSAGE_CREATE","data":{"content":"hi"}},"context":{"guild_id":"{{{3000 + guild}}}"}}""");
        }

        Row("empty HTTP function", round, empty.Rate, [.. empty.Times]);
        Row("POST /api/execute, warm", round, execute.Rate, [.. execute.Times]);
    }

    /// <summary>Calls by eight callers.</summary>
    private sealed class Calls
    {
        private const int Callers = 8;
        private const int Each = 25;
        private TimeSpan _took;

        public ConcurrentBag<double> Times { get; } = [];

        public double Rate => Times.Count / _took.TotalSeconds;

        public async Task BlockAsync(Host host, string path, Func<int, string> body)
        {
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (var call = 0; call < Each; call++)
                {
                    var started = Stopwatch.GetTimestamp();
                    var answer = await host.PostAsync(path, body((caller * Each + call) % Guilds));
                    Times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    Assert.Equal(200, (int)answer.Status);
                }
            })));
            _took += clock.Elapsed;
        }
    }

    /// <summary>A burst for the rate, then single messages for the time of one.</summary>
    private async Task QueueAsync(string what, int round, QueueClient queue, Func<int, int, string> message, Func<Task<int>> done)
    {
        var before = await done();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Events), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellation) =>
            await queue.SendMessageAsync(message(number % Guilds, number), cancellation));
        await Until.TrueAsync(async () => await done() >= before + Events, Limit);
        var rate = Events / clock.Elapsed.TotalSeconds;
        var times = new double[40];
        for (var single = 0; single < times.Length; single++)
        {
            before = await done();
            var started = Stopwatch.GetTimestamp();
            await queue.SendMessageAsync(message(single % Guilds, Events + single));
            while (await done() == before)
            {
                Assert.True(Stopwatch.GetElapsedTime(started) < Limit);
            }

            times[single] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Row(what, round, rate, times);
    }

    private void Row(string what, int round, double rate, double[] times)
    {
        if (round > 0)
        {
            Array.Sort(times);
            (_rates.TryGetValue(what, out var rates) ? rates : _rates[what] = []).Add(rate);
            // As it goes: what was measured is not lost with a round that is broken off.
            _table.AppendLine(FormattableString.Invariant($"| {what} | {round} | {rate:0}/s | {times[times.Length / 2]:0.0} | {times[times.Length * 99 / 100]:0.0} |"));
            File.WriteAllText(_file, _table.ToString());
        }
    }

    private static async Task<int> CountAsync(Host host, string path, string field) => (int)(await host.GetAsync(path)).Json[field]!;

    /// <summary>Events run since the start whose outcome is stored and whose journal row is gone.</summary>
    private static async Task<int> SettledAsync(Host host) =>
        (await host.GetAsync("/api/vms")).Json.AsArray().Sum(vm => (int)vm!["executions"]! - (int)vm["parked_runs"]!);
}
