using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>One VM thread with all modules of a host, whose errors are kept: a host function that throws says so in the log alone.</summary>
internal sealed class FullRuntime : IAsyncDisposable, ILogger
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fuzzing");
    private readonly EmbeddedStore _store;

    public FullRuntime(RuntimeLimits limits, Func<HostModule, HostModule>? around = null)
    {
        _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = _folder.FullName, FlushToDisk = false }, TimeProvider.System);
        var services = new PluginServices(_store.Kv, new RateLimiter(TimeProvider.System), TimeProvider.System, new RecordingDiscordTransport());
        Modules = [.. StandardModules.Create(services).Select(around ?? (module => module))];
        var options = new RuntimeOptions { Limits = limits, Threads = 1, Modules = Modules };
        Vms = VmDistribution.Create(options, TimeProvider.System, new SilentObserver(), this);
    }

    public IVmDistributionStrategy Vms { get; }

    public IReadOnlyList<HostModule> Modules { get; }

    /// <summary>What the runtime logged as an error: bugs of ours.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public Task<LuaVmResult> RunAsync(RunRequest request, GuildId guild)
    {
        var action = new ExecuteAction(request);
        Vms.Dispatch(guild, action);
        return action.Completion.WaitAsync(TimeSpan.FromMinutes(3));
    }

    public async ValueTask DisposeAsync()
    {
        await Vms.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel level) => level >= LogLevel.Error;

    void ILogger.Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (level >= LogLevel.Error)
        {
            Errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
