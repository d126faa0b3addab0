using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.ProcessPool.Tests.Support;

/// <summary>A process pool and its processes.</summary>
internal sealed class Pool(ProcessPoolOptions? options = null, RuntimeLimits? limits = null, RunningGuilds? running = null, params HostModule[] modules) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public RuntimeHarness Runtime { get; } = new(limits, strategy: "process-pool", processes: options ?? new ProcessPoolOptions { Processes = 2 }, running: running, modules: modules);

    public ProcessPoolStrategy Strategy => (ProcessPoolStrategy)Runtime.Strategy;

    /// <summary>Guilds by the process that serves them.</summary>
    public GuildId GuildOf(int process, int number = 0) =>
        Enumerable.Range(1, 10_000).Select(i => new GuildId((ulong)i)).Where(guild => Strategy.SlotOf(guild) == process).ElementAt(number);

    /// <summary>Waits until the process of a place has come up, and is not one of the past.</summary>
    public async Task<int> ProcessAsync(int place = 0, int? other = null)
    {
        int? process = null;
        await UntilAsync(() => (process = Strategy.ProcessIds[place]) is { } id && id != other, "a process has come up");
        return process!.Value;
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(end) < Patience, $"Waited in vain: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => Runtime.DisposeAsync();
}
