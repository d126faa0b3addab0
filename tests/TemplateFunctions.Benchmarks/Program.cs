using TemplateFunctions.Benchmarks;

// dotnet run -c Release --project tests/TemplateFunctions.Benchmarks [-- name ...] [--write]
var benchmarks = new IBenchmark[]
{
    new PoolAgainstBareState(), new PoolAgainstNewInterpreter(), new HttpAgainstEmptyEndpoint(), new IdleVm(), new ManyVms(), new ColdGuild(), new QuickGuildBesideLoops(), new WaitingTasks(), new ProcessesAgainstThreads(), new LuauBenchmark(),
};
var wanted = args.Where(a => !a.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
var unknown = wanted.Except(benchmarks.Select(b => b.Name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"Unknown: {string.Join(", ", unknown)}. Known are: {string.Join(", ", benchmarks.Select(b => b.Name))}");
    return 2;
}

var report = new Report();
foreach (var benchmark in benchmarks.Where(b => wanted.Count == 0 || wanted.Contains(b.Name)))
{
    Console.Error.WriteLine($"{benchmark.Name} ...");
    foreach (var row in await benchmark.RunAsync())
    {
        report.Add(row);
        Console.Error.WriteLine($"  {row.What}: {row.Ours} against {row.Baseline}, {row.Ratio} (wanted {row.Wanted})");
    }
}

Console.WriteLine(report.ToMarkdown());
if (args.Contains("--write"))
{
    report.Write();
}

return 0;
