using System.Diagnostics;
using System.Globalization;

namespace TemplateFunctions.Benchmarks;

/// <summary>The trivial template through the thread pool, against the same chunk in a bare loop.</summary>
internal sealed class PoolAgainstBareState : IBenchmark
{
    private const int Runs = 300_000;

    public string Name => "pool";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var rounds = new List<(double Ours, double Bare)>();
        for (var i = 0; i < 6; i++)
        {
            await using var vms = new Vms();
            rounds.Add((await vms.RateAsync(Runs, 64), BareLua.NewCoroutinePerRun(Runs)));
        }

        // The first round compiles.
        rounds.RemoveAt(0);
        var ratio = Sample.Median(rounds.Select(r => r.Ours / r.Bare));
        return
        [
            new Row(
                "(a) trivial template, 64 in flight, one VM thread, against a bare loop with a new coroutine and event table a run",
                $"{Sample.Median(rounds.Select(r => r.Ours)):N0}/s",
                $"{Sample.Median(rounds.Select(r => r.Bare)):N0}/s",
                ratio.ToString("0.00", CultureInfo.InvariantCulture),
                ">= 0.25",
                ratio >= 0.25),
        ];
    }
}

/// <summary>Against what people do today: a new interpreter and DoString for each event.</summary>
internal sealed class PoolAgainstNewInterpreter : IBenchmark
{
    public string Name => "interpreter";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var ratios = new List<(double Ours, double Theirs)>();
        for (var i = 0; i < 13; i++)
        {
            // What the interpreters of the round before left to the collector is not for ours to pay.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await using var vms = new Vms();
            ratios.Add((await vms.RateAsync(200_000, 64), NewInterpreters(500)));
        }

        // The first rounds compile.
        ratios.RemoveRange(0, 3);
        var ratio = Sample.Median(ratios.Select(r => r.Ours / r.Theirs));
        return
        [
            new Row(
                "(b) the same, against a new NLua.Lua and DoString for each event",
                $"{Sample.Median(ratios.Select(r => r.Ours)):N0}/s",
                $"{Sample.Median(ratios.Select(r => r.Theirs)):N0}/s",
                ratio.ToString("0", CultureInfo.InvariantCulture) + "x",
                ">= 50x",
                ratio >= 50),
        ];
    }

    private static double NewInterpreters(int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            using var lua = new NLua.Lua();
            lua.DoString("evt = {data = {n = 41}}");
            lua.DoString("return evt.data.n + 1");
        }

        return count / clock.Elapsed.TotalSeconds;
    }
}
