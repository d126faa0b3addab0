using System.Diagnostics;
using System.Globalization;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Benchmarks;

/// <summary>A quick guild beside four guilds that never stop, on one thread.</summary>
internal sealed class QuickGuildBesideLoops : IBenchmark
{
    public string Name => "fairness";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var limits = new RuntimeLimits { RunCpu = TimeSpan.FromMinutes(1) };
        await using var vms = new Vms(limits);
        var loop = Vms.Template("while true do end");
        var loops = Enumerable.Range(100, 4).Select(g => vms.RunAsync((ulong)g, loop)).ToArray();
        var quick = Vms.Template(Vms.Trivial);
        var waits = new List<double>();
        for (var i = 0; i < 2_000; i++)
        {
            // Stamped where the run settles: how long the caller's thread takes to wake up is the operating system's affair.
            long settled = 0;
            var start = Stopwatch.GetTimestamp();
            var action = new DispatchEventAction([Vms.Request(quick)], (_, _) => settled = Stopwatch.GetTimestamp());
            vms.Strategy.Dispatch(new GuildId(1), action);
            await action.Completion;
            waits.Add(Stopwatch.GetElapsedTime(start, settled).TotalMilliseconds);
        }

        foreach (var g in Enumerable.Range(100, 4))
        {
            vms.Strategy.Dispatch(new GuildId((ulong)g), new DestroyAction());
        }

        await Task.WhenAll(loops);
        var (p99, slice) = (Sample.Quantile(waits, 0.99), limits.Slice.TotalMilliseconds);
        return
        [
            new Row(
                "(f) a quick guild's p99 beside four endless loops of four guilds on one thread, in time slices",
                $"{p99:0.00} ms (p50 {Sample.Median(waits):0.00}, p90 {Sample.Quantile(waits, 0.9):0.00})",
                $"{slice:0.0} ms slice",
                (p99 / slice).ToString("0.00", CultureInfo.InvariantCulture),
                "<= 1.5",
                p99 / slice <= 1.5),
        ];
    }
}

/// <summary>An idle process with many waiting tasks.</summary>
internal sealed class WaitingTasks : IBenchmark
{
    private const int Count = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public string Name => "waiting";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var vms = new Vms();
        var template = Vms.Template("task.wait(600)");
        for (var i = 0; i < Count; i++)
        {
            vms.Strategy.Dispatch(new GuildId((ulong)(i % 100)), new ExecuteAction(Vms.Request(template)));
        }

        // Everything has started and idle VMs have collected their garbage.
        await Task.Delay(TimeSpan.FromSeconds(3));
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(Window);
        process.Refresh();
        var share = (process.TotalProcessorTime - before) / Window * 100;
        return
        [
            new Row($"(g) idle process with {Count:N0} waiting task.wait, share of one core", $"{share:0.00} %", $"{Window.TotalSeconds:0} s window", "-", "< 1 %", share < 1),
        ];
    }
}
