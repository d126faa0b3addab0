using System.Diagnostics;
using System.Text;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>
/// One VM thread with all modules of a host and two guilds on it: the attacked one, and a neighbour who is asked all the time. A canary
/// template in each tells whether anything looks different afterwards.
/// </summary>
internal sealed class AttackWorld : IAsyncDisposable
{
    public static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromMilliseconds(150), RunWall = TimeSpan.FromSeconds(4) };

    /// <summary>By how much the process may grow: both VMs, and allocator pages that are not given back and the like.</summary>
    public static readonly long MostGrowth = (2 * Limits.MemoryBytes * 14 / 10) + (64L << 20);

    private static readonly GuildId Neighbour = new(7);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attacks");
    private readonly EmbeddedStore _store;

    /// <param name="longer">How many times as much processor time a run has as <see cref="Limits"/> says.</param>
    public AttackWorld(int longer = 1)
    {
        _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = _folder.FullName, FlushToDisk = false }, TimeProvider.System);
        var services = new PluginServices(_store.Kv, new RateLimiter(TimeProvider.System), TimeProvider.System, new RecordingDiscordTransport());
        var probe = new ProbeModule();
        Runtime = new RuntimeHarness(Limits with { RunCpu = Limits.RunCpu * longer, RunWall = Limits.RunWall * longer }, modules: [.. StandardModules.Create(services), probe.AsPlain, probe.AsPlugin]);
    }

    public RuntimeHarness Runtime { get; }

    /// <summary>Runs the attack while the neighbour is asked again and again.</summary>
    public async Task<AttackRecord> RunAsync(Attack attack, string way)
    {
        await CanariesAsync();
        using var footprint = new Footprint(MostGrowth);
        var request = AttackWay.Request(attack, way);
        var settled = false;
        LuaVmResult? result = null;
        var action = new DispatchEventAction([request, .. Companion(way)], (run, outcome) =>
        {
            if (run == request)
            {
                result = outcome;
                Volatile.Write(ref settled, true);
            }
        });
        Runtime.Strategy.Dispatch(Runtime.Guild, action);

        var (duringAttack, worst) = (0, TimeSpan.Zero);
        string? harm = null;
        long vmBytes = 0;
        while (!Volatile.Read(ref settled))
        {
            var (answer, wait, attackGoesOn) = await AskNeighbourAsync(() => !Volatile.Read(ref settled));
            harm = answer.Kind == LuaVmResultKind.Ok ? harm : $"{answer.Kind} {answer.Error}";
            duringAttack += attackGoesOn ? 1 : 0;
            worst = wait > worst ? wait : worst;
            vmBytes = Math.Max(vmBytes, Runtime.Strategy.Vms().Sum(vm => vm.MemoryBytes));
            footprint.Look();
        }

        await action.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        return new AttackRecord(attack, way, result!, harm, duringAttack, worst, vmBytes, footprint.Growth);
    }

    /// <summary>The canary of each guild tells what it sees: the same before and after.</summary>
    public async Task<(string Attacked, string Neighbour)> CanariesAsync() => (await CanaryAsync(Runtime.Guild), await CanaryAsync(Neighbour));

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string> CanaryAsync(GuildId guild)
    {
        var result = await LookAsync(guild);
        for (var again = 0; again < 10 && result.Kind == LuaVmResultKind.Timeout; again++)
        {
            // It works honestly but long; on a busy machine the attacks' short limit may be too short for it.
            result = await LookAsync(guild);
        }

        Assert.True(result.Kind == LuaVmResultKind.Ok, $"The canary of guild {guild} got {result.Kind} {result.Error}");
        return Encoding.UTF8.GetString(result.ResultJson.Span);
    }

    private Task<LuaVmResult> LookAsync(GuildId guild) => Runtime.Run(TestRequests.Make(Canary.Source, Canary.Data, "canary", ["*"]), guild);

    private static RunRequest[] Companion(string way) => way == "event" ? [TestRequests.Make("return 'beside'", name: "beside")] : [];

    /// <summary>Whether the attack went on is looked at on the VM thread itself, when the neighbour's run settles.</summary>
    private async Task<(LuaVmResult Answer, TimeSpan Wait, bool AttackGoesOn)> AskNeighbourAsync(Func<bool> attackGoesOn)
    {
        var (went, end) = (false, 0L);
        var start = Stopwatch.GetTimestamp();
        var request = TestRequests.Make("return 1", name: "neighbour");
        var action = new DispatchEventAction([request], (_, _) => (went, end) = (attackGoesOn(), Stopwatch.GetTimestamp()));
        Runtime.Strategy.Dispatch(Neighbour, action);
        var answers = await action.Completion.WaitAsync(TimeSpan.FromSeconds(120));
        return (answers["neighbour"], Stopwatch.GetElapsedTime(start, end), went);
    }
}

/// <summary>What came of one attack by one way.</summary>
internal sealed record AttackRecord(
    Attack Attack, string Way, LuaVmResult Result, string? NeighboursHarm, int AnswersDuringAttack, TimeSpan NeighboursWorstWait, long VmBytes, long ProcessGrowth)
{
    /// <summary>Running time beyond the limit; zero for what ended before.</summary>
    public TimeSpan PastCpu => Past(Result.Cpu, AttackWorld.Limits.RunCpu);

    /// <summary>The same of time on the clock, from when the run was handed over.</summary>
    public TimeSpan PastWall => Past(Result.Duration, AttackWorld.Limits.RunWall);

    private static TimeSpan Past(TimeSpan taken, TimeSpan limit) => taken > limit ? taken - limit : TimeSpan.Zero;
}
