using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Benchmarks;

/// <summary>A strategy of one VM thread and the trivial template.</summary>
internal sealed class Vms : IAsyncDisposable, IRuntimeObserver
{
    public const string Trivial = "local evt, ctx = ... return evt.data.n + 1";
    public const string TrivialEvent = """{"n":41}""";

    private static readonly string[] NoCapabilities = [];

    public Vms(RuntimeLimits? limits = null, string strategy = "thread-pool", ProcessPoolOptions? processes = null) => Strategy = VmDistribution.Create(
        new RuntimeOptions { Strategy = strategy, Threads = 1, Processes = processes ?? new ProcessPoolOptions(), Limits = (limits ?? new RuntimeLimits()) with { GuildCpu = TimeSpan.FromDays(1) } },
        TimeProvider.System,
        this,
        NullLogger.Instance);

    public IVmDistributionStrategy Strategy { get; }

    public static TemplateSource Template(string source) => new("t", source, new Dictionary<string, string> { ["init.lua"] = source });

    public static RunRequest Request(TemplateSource template, string data = TrivialEvent) => new()
    {
        RunId = "r",
        Template = template,
        Capabilities = NoCapabilities,
        Event = EventDocument.Parse(new EventHeader("MESSAGE_CREATE", "Discord", "e1"), Encoding.UTF8.GetBytes(data)),
    };

    public async Task<LuaVmResult> RunAsync(ulong guild, TemplateSource template)
    {
        var action = new ExecuteAction(Request(template));
        Strategy.Dispatch(new GuildId(guild), action);
        return await action.Completion;
    }

    /// <summary>Runs per second of the trivial template, with so many in flight.</summary>
    public async Task<double> RateAsync(int runs, int inFlight)
    {
        var template = Template(Trivial);
        var left = runs;
        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var result = await RunAsync(1, template);
                if (result.Kind != LuaVmResultKind.Ok)
                {
                    throw new InvalidOperationException(result.ToString());
                }
            }
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(WorkAsync)));
        return runs / clock.Elapsed.TotalSeconds;
    }

    public void OnBroken(GuildId guild, BrokenReason reason)
    {
        if (reason != BrokenReason.ExplicitDestroy)
        {
            Console.Error.WriteLine($"guild {guild} broke: {reason}");
        }
    }

    public void OnTaskError(GuildId guild, string template, string runId, RunError error) => Console.Error.WriteLine(error.Message);

    public ValueTask DisposeAsync() => Strategy.DisposeAsync();
}
