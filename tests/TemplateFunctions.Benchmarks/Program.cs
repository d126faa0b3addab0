using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Benchmarks;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

if (args.Contains("parts")) { TemplateFunctions.Benchmarks.VmParts.Print(); return; }
const string Source = "local evt, ctx = ... return evt.data.n + 1";
var LastBusy = TimeSpan.Zero;
var observer = new NullObserver();
var template = new TemplateSource("t", "v1", new Dictionary<string, string> { ["init.lua"] = Source });
var json = "{\"n\":41}"u8.ToArray();
RunRequest Request() => new()
{
    RunId = "r", Template = template, Capabilities = NullObserver.NoCaps,
    Event = EventDocument.Parse(new EventHeader("X", "Custom", "e"), json),
};

async Task<double> Pool(int runs, int inFlight)
{
    await using var strategy = VmDistribution.Create(new RuntimeOptions { Threads = 1 }, TimeProvider.System, observer, NullLogger.Instance);
    var guild = new GuildId(1);
    var left = runs;
    async Task Worker()
    {
        while (Interlocked.Decrement(ref left) >= 0)
        {
            var action = new ExecuteAction(Request());
            strategy.Dispatch(guild, action);
            var result = await action.Completion;
            if (result.Kind != LuaVmResultKind.Ok) throw new InvalidOperationException(result.ToString());
        }
    }

    var clock = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(Worker)));
    LastBusy = strategy.Threads()[0].Busy;
    return runs / clock.Elapsed.TotalSeconds;
}

for (var i = 0; i < 4; i++)
{
    var c0 = Process.GetCurrentProcess().TotalProcessorTime;
    var bare = BareLua.NewCoroutinePerRun(300_000);
    var c1 = Process.GetCurrentProcess().TotalProcessorTime;
    var pool = await Pool(300_000, 64);
    var c2 = Process.GetCurrentProcess().TotalProcessorTime;
    Console.WriteLine($"cpu us/run: bare {(c1 - c0).TotalMicroseconds / 300_000:0.00} pool {(c2 - c1).TotalMicroseconds / 300_000:0.00} vm thread {LastBusy.TotalMicroseconds / 300_000:0.00}");
    Console.WriteLine($"(a) bare {bare:0}/s pool {pool:0}/s ratio {pool / bare:0.00}");
}

var heap = BareLua.HeapOfState(Encoding.UTF8.GetBytes(Source));
await using (var strategy = VmDistribution.Create(new RuntimeOptions { Threads = 1 }, TimeProvider.System, observer, NullLogger.Instance))
{
    var times = new List<double>();
    for (var i = 0; i < 500; i++)
    {
        var start = Stopwatch.GetTimestamp();
        var action = new ExecuteAction(Request());
        strategy.Dispatch(new GuildId((ulong)i), action);
        await action.Completion;
        times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    times.Sort();
    var cold = BareLua.ColdStates(500, Encoding.UTF8.GetBytes("return 42")).Order().ToArray();
    Console.WriteLine($"(e) cold guild p50 {times[250]:0} us, bare p50 {cold[250]:0} us, ratio {times[250] / cold[250]:0.0}");
    Console.WriteLine($"(d) heap of a VM {strategy.Vms()[0].MemoryBytes}, bare {heap}, ratio {(double)strategy.Vms()[0].MemoryBytes / heap:0.00}");
}

internal sealed class NullObserver : IRuntimeObserver
{
    public static readonly string[] NoCaps = [];

    public void OnBroken(GuildId guild, BrokenReason reason) => Console.WriteLine($"broken {guild} {reason}");

    public void OnTaskError(GuildId guild, string template, string runId, RunError error) => Console.WriteLine(error);
}
