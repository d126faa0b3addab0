using System.Diagnostics;
using System.Globalization;
using TemplateFunctions.Runtime.Processes;

namespace TemplateFunctions.Benchmarks;

/// <summary>The trivial template through one child process, against one VM thread of this process.</summary>
internal sealed class ProcessesAgainstThreads : IBenchmark
{
    private const int Runs = 100_000;
    private const int OneByOne = 5_000;

    public string Name => "processes";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var threads = new Vms();
        await using var processes = new Vms(strategy: "process-pool", processes: new ProcessPoolOptions { Processes = 1 });
        var rounds = new List<(double Ours, double Threads)>();
        for (var i = 0; i < 7; i++)
        {
            rounds.Add((await processes.RateAsync(Runs, 64), await threads.RateAsync(Runs, 64)));
        }

        // The first rounds compile, here and there.
        rounds.RemoveRange(0, 2);
        var ratio = Sample.Median(rounds.Select(r => r.Ours / r.Threads));
        var (ours, bare) = (await LatencyAsync(processes), await LatencyAsync(threads));
        return
        [
            new Row(
                "(h) trivial template through one child process, 64 in flight, against one VM thread of this process",
                $"{Sample.Median(rounds.Select(r => r.Ours)):N0}/s",
                $"{Sample.Median(rounds.Select(r => r.Threads)):N0}/s",
                ratio.ToString("0.00", CultureInfo.InvariantCulture),
                ">= 0.25",
                ratio >= 0.25),
            new Row(
                "(h) the same one by one, time until the answer at p50; the ratio is what is added",
                $"{ours:0.0} us",
                $"{bare:0.0} us",
                $"+{(ours - bare).ToString("0.0", CultureInfo.InvariantCulture)} us",
                "told",
                true),
        ];
    }

    private static async Task<double> LatencyAsync(Vms vms)
    {
        var template = Vms.Template(Vms.Trivial);
        var micros = new double[OneByOne];
        for (var i = 0; i < OneByOne; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await vms.RunAsync(1, template);
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return Sample.Median(micros);
    }
}
