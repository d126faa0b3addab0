using TemplateFunctions.Benchmarks;

// dotnet run -c Release --project tests/TemplateFunctions.Benchmarks [-- name ...] [--write]
// The idle process comes first: what the others leave behind would be counted.
var benchmarks = new IBenchmark[]
{
    new WaitingTasks(), new PoolAgainstBareState(), new PoolAgainstNewInterpreter(), new HttpAgainstEmptyEndpoint(), new IdleVm(), new ManyVms(), new ColdGuild(), new QuickGuildBesideLoops(), new ProcessesAgainstThreads(), new LuauBenchmark(),
};
var wanted = args.Where(a => !a.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
var unknown = wanted.Except(benchmarks.Select(b => b.Name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"Unknown: {string.Join(", ", unknown)}. Known are: {string.Join(", ", benchmarks.Select(b => b.Name))}");
    return 2;
}

var rows = new List<Row>();
foreach (var benchmark in benchmarks.Where(b => wanted.Count == 0 || wanted.Contains(b.Name)))
{
    Console.Error.WriteLine($"{benchmark.Name} ...");
    foreach (var row in await benchmark.RunAsync())
    {
        rows.Add(row);
        Console.Error.WriteLine($"  {row.What}: {row.Ours} against {row.Baseline}, {row.Ratio} (wanted {row.Wanted})");
    }
}

var report = new Report();
foreach (var row in rows.OrderBy(row => row.What[..3], StringComparer.Ordinal))
{
    report.Add(row);
}

Console.WriteLine(report.ToMarkdown());
if (args.Contains("--write"))
{
    report.Write();
}

return 0;
