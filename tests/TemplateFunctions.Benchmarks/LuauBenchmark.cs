using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Benchmarks;

/// <summary>
/// The Luau programs of the runtime's tests: how fast they are lowered against Lua's own compiler on what comes out, and how fast they run
/// against the same program written by hand in Lua 5.4, through the same runtime.
/// </summary>
internal sealed class LuauBenchmark : IBenchmark
{
    private const int Pairs = 25;
    private const int Repetitions = 20;
    private const double Wanted = 1.1;
    private const double WantedText = 3;

    /// <summary>Programs in which putting strings together dominates.</summary>
    private static readonly HashSet<string> Text = new(StringComparer.Ordinal) { "concat" };

    public string Name => "luau";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Here())!, "..", "TemplateFunctions.Runtime.Tests", "lua", "programs");
        var files = Directory.GetFiles(folder, "*.luau").Order(StringComparer.Ordinal).ToArray();
        var rows = new List<Row> { Lowering([.. files.Select(File.ReadAllText)]) };
        foreach (var file in files)
        {
            rows.Add(await RunningAsync(file));
        }

        return rows;
    }

    private static Row Lowering(string[] sources)
    {
        var lowered = sources.Select(s => Encoding.UTF8.GetBytes(LuauCompiler.Lower(s, LuauDialect.Luau).Lua!)).ToArray();
        var size = sources.Sum(s => (double)Encoding.UTF8.GetByteCount(s));
        var (ours, theirs) = (double.MaxValue, double.MaxValue);

        // Long enough for the run-time compiler to have done its work on the front end.
        var start = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - start < TimeSpan.FromSeconds(6))
        {
            ours = Math.Min(ours, Seconds(() => Repeat(() => Array.ForEach(sources, s => LuauCompiler.Lower(s, LuauDialect.Luau)))));
            theirs = Math.Min(theirs, Seconds(() => Repeat(() => BareLua.Compile(lowered))));
        }

        var speed = Repetitions * size / ours / 1e6;
        return new Row(
            "Luau: lowering, against Lua's compiler on the result",
            $"{Number(speed, "0")} MB/s",
            $"{Number(Repetitions * size / theirs / 1e6, "0")} MB/s",
            Number(theirs / ours),
            ">= 10 MB/s",
            speed >= 10);
    }

    /// <summary>
    /// Both in turn, each in a VM of its own, in processor time, so that a busy machine slows both alike; the median of the ratios of the pairs.
    /// </summary>
    private static async Task<Row> RunningAsync(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        await using var vms = new Vms(new RuntimeLimits { Slice = TimeSpan.FromSeconds(1), RunCpu = TimeSpan.FromSeconds(60) });
        var (luau, lua) = (Template(file), Template(Path.ChangeExtension(file, ".lua")));
        var rounds = 20;
        await TimeAsync(vms, lua, rounds);
        while (await TimeAsync(vms, lua, rounds) < 0.03)
        {
            rounds *= 2;
        }

        await TimeAsync(vms, luau, rounds);
        var (ours, theirs, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Pairs; i++)
        {
            theirs.Add(await TimeAsync(vms, lua, rounds));
            ours.Add(await TimeAsync(vms, luau, rounds));
            ratios.Add(ours[^1] / theirs[^1]);
        }

        var (ratio, wanted) = (Sample.Median(ratios), Text.Contains(name) ? WantedText : Wanted);
        return new Row(
            $"Luau: {name}, against Lua 5.4 by hand",
            $"{Number(Sample.Median(ours) * 1000, "0.0")} ms",
            $"{Number(Sample.Median(theirs) * 1000, "0.0")} ms",
            Number(ratio),
            $"<= {Number(wanted, "0.0")}",
            ratio <= wanted);
    }

    private static TemplateSource Template(string path)
    {
        var source = File.ReadAllText(path);
        return new TemplateSource(Path.GetFileName(path), source, new Dictionary<string, string> { ["init" + Path.GetExtension(path)] = source });
    }

    private static async Task<double> TimeAsync(Vms vms, TemplateSource template, int rounds)
    {
        var request = Vms.Request(template, $$"""{"n":{{rounds}}}""");
        var start = Environment.CpuUsage.TotalTime;
        var action = new ExecuteAction(request);
        vms.Strategy.Dispatch(new GuildId(template.EntryPath.EndsWith(".lua", StringComparison.Ordinal) ? 1u : 2u), action);
        var result = await action.Completion;
        if (result.Kind != LuaVmResultKind.Ok)
        {
            throw new InvalidOperationException($"{template.Name}: {result.Error}");
        }

        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static void Repeat(Action work)
    {
        for (var i = 0; i < Repetitions; i++)
        {
            work();
        }
    }

    private static double Seconds(Action work)
    {
        var start = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Here([CallerFilePath] string path = "") => path;
}
