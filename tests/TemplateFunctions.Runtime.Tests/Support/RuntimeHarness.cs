using System.Collections.Concurrent;
using System.Text;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Vm;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Support;

/// <summary>A real strategy over real VMs, with the shortest way to run a piece of Lua.</summary>
internal sealed class RuntimeHarness : IAsyncDisposable, IRuntimeObserver
{
    /// <summary>So long something may take on a machine twenty times as slow before it counts as lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly GuildId[] _oneOfEachThread;

    public RuntimeHarness(RuntimeLimits? limits = null, int threads = 1, TimeProvider? time = null, string strategy = "thread-pool", ProcessPoolOptions? processes = null, RunningGuilds? running = null, params HostModule[] modules)
    {
        Strategy = VmDistribution.Create(
            new RuntimeOptions
            {
                Limits = limits ?? new RuntimeLimits(),
                Threads = threads,
                MaxThreads = 4,
                Strategy = strategy,
                Processes = processes ?? new ProcessPoolOptions { Processes = threads },
                Modules = modules,
                Running = running,
                AllowPanic = true,
            },
            time ?? TimeProvider.System,
            this,
            Log);
        _oneOfEachThread = strategy != "thread-pool" || threads == 1
            ? [Guild]
            : [.. Enumerable.Range(1, 1000).Select(i => new GuildId((ulong)i)).DistinctBy(Strategy.SlotOf)];
    }

    public IVmDistributionStrategy Strategy { get; }

    public TestLog Log { get; } = new();

    public GuildId Guild { get; } = new(42);

    public ConcurrentQueue<(GuildId Guild, BrokenReason Reason)> Broken { get; } = new();

    /// <summary>VMs that went with their process, and whether their code ran then.</summary>
    public ConcurrentQueue<(GuildId Guild, bool WasRunning)> Lost { get; } = new();

    public ConcurrentQueue<RunError> TaskErrors { get; } = new();

    public ConcurrentQueue<string> TaskErrorTemplates { get; } = new();

    public TaskCompletionSource<RunError> NextTaskError { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void OnBroken(GuildId guild, BrokenReason reason) => Broken.Enqueue((guild, reason));

    public void OnProcessLost(GuildId guild, bool wasRunning)
    {
        Lost.Enqueue((guild, wasRunning));
        OnBroken(guild, BrokenReason.PanicRecovery);
    }

    public void OnTaskError(GuildId guild, string template, string runId, RunError error)
    {
        TaskErrors.Enqueue(error);
        TaskErrorTemplates.Enqueue(template);
        NextTaskError.TrySetResult(error);
    }

    public RunRequest Request(string source, string data = "null", string name = "t", string[]? caps = null, Dictionary<string, string>? files = null) =>
        TestRequests.Make(source, data, name, caps, files);

    public Task<LuaVmResult> Run(RunRequest request, GuildId? guild = null)
    {
        var action = new ExecuteAction(request);
        Strategy.Dispatch(guild ?? Guild, action);
        return action.Completion.WaitAsync(Patience);
    }

    public Task<LuaVmResult> Run(string source, string data = "null", string name = "t", string[]? caps = null, GuildId? guild = null) =>
        Run(Request(source, data, name, caps), guild);

    /// <summary>Runs the source and answers its result as JSON text; fails the test with the script's error otherwise.</summary>
    public async Task<string> Eval(string source, string data = "null", string[]? caps = null)
    {
        var result = await Run(source, data, caps: caps);
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Kind}: {result.Error}");
        return Encoding.UTF8.GetString(result.ResultJson.Span);
    }

    public async Task<RunError> Fail(string source, string data = "null")
    {
        var result = await Run(source, data);
        Assert.Equal(LuaVmResultKind.LuaError, result.Kind);
        return result.Error!;
    }

    public Task<T> Do<T>(LuaVmAction<T> action, GuildId? guild = null)
    {
        Strategy.Dispatch(guild ?? Guild, action);
        return action.Completion.WaitAsync(Patience);
    }

    /// <summary>Lets time pass in steps, each seen by all VM threads before the next.</summary>
    public async Task Pass(FakeClock clock, TimeSpan time)
    {
        for (var i = 0; i < 10; i++)
        {
            await Settle();
            clock.Advance(time / 10);
        }

        await Settle();
    }

    /// <summary>
    /// Several times through the mailbox of each thread: what was accepted or due before the first pass has had its turn after the last, and some
    /// more turns on a machine so busy that one ends early.
    /// </summary>
    public async Task Settle()
    {
        for (var i = 0; i < 10; i++)
        {
            await Task.WhenAll(_oneOfEachThread.Select(guild => Do(new GetStateAction(), guild)));
        }
    }

    public ValueTask DisposeAsync() => Strategy.DisposeAsync();
}
