using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Plugins;

/// <summary>Runs pieces of Lua in real VMs that have the given modules.</summary>
internal sealed class ModuleHarness(TimeProvider time, params IReadOnlyList<HostModule> modules) : IAsyncDisposable
{
    private readonly IVmDistributionStrategy _strategy = VmDistribution.Create(
        new RuntimeOptions { Threads = 1, Modules = modules }, time, new SilentObserver(), NullLogger.Instance);

    private int _runs;

    public GuildId Guild { get; } = new(42);

    public async Task<LuaVmResult> Run(string source, string[]? caps = null, long epoch = 1, string data = "null", GuildId? guild = null)
    {
        var action = new ExecuteAction(new RunRequest
        {
            RunId = $"run{Interlocked.Increment(ref _runs)}",
            Template = new TemplateSource("t", $"v{_runs}", new Dictionary<string, string> { ["init.lua"] = source }),
            Event = EventDocument.Parse(new EventHeader("TEST", "Custom", "e1"), Encoding.UTF8.GetBytes(data)),
            Capabilities = caps ?? ["*"],
            Epoch = epoch,
        });
        _strategy.Dispatch(guild ?? Guild, action);
        return await action.Completion.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Runs a stored template on an event.</summary>
    public async Task<LuaVmResult> Run(TemplateRecord template, EventRequest given)
    {
        var action = new ExecuteAction(new RunRequest
        {
            RunId = $"run{Interlocked.Increment(ref _runs)}",
            Template = template.ToSource(),
            Event = given.ToDocument(),
            Capabilities = template.AllowedCaps,
            Epoch = 1,
        });
        _strategy.Dispatch(template.Guild, action);
        return await action.Completion.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The result as JSON text; fails the test with the script's error otherwise.</summary>
    public async Task<string> Eval(string source, string[]? caps = null, long epoch = 1, string data = "null", GuildId? guild = null)
    {
        var result = await Run(source, caps, epoch, data, guild);
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Kind}: {result.Error}");
        return Encoding.UTF8.GetString(result.ResultJson.Span);
    }

    /// <summary>The error of a script that must fail.</summary>
    public async Task<RunError> Fail(string source, string[]? caps = null, long epoch = 1)
    {
        var result = await Run(source, caps, epoch);
        Assert.Equal(LuaVmResultKind.LuaError, result.Kind);
        return result.Error!;
    }

    public ValueTask DisposeAsync() => _strategy.DisposeAsync();

    /// <summary>These tests look at results only.</summary>
    private sealed class SilentObserver : IRuntimeObserver
    {
        public void OnBroken(GuildId guild, BrokenReason reason)
        {
        }

        public void OnTaskError(GuildId guild, string template, string runId, RunError error)
        {
        }
    }
}
