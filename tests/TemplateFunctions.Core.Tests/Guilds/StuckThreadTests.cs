using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>A VM thread that a host function never gives back, as an operator sees it.</summary>
public sealed class StuckThreadTests : IRuntimeObserver
{
    [Fact]
    public async Task Thread_StuckInOneCall_DegradesHealthAndAsksForARecycleUntilItIsGone()
    {
        using var release = new ManualResetEventSlim();
        var module = new HostModule
        {
            Name = "@antiraid/stuck",
            Functions = [new("forever", _ => Block(release))],
        };
        var options = new RuntimeOptions { Threads = 1, Modules = [module], Limits = new RuntimeLimits { ThreadGrace = TimeSpan.FromSeconds(4) } };
        await using var world = await GuildWorld.StartAsync(strategy: () => VmDistribution.Create(options, TimeProvider.System, this, NullLogger.Instance));
        await world.PutAsync("stuck", "require('@antiraid/stuck').forever()");
        await world.PutAsync("calm", "return 1");

        var lost = await world.ExecuteAsync("stuck");

        Assert.Equal("vm_broken", lost.GetProperty("error").GetProperty("kind").GetString());
        var health = world.Host.Guilds.GetHealth(new StorageHealth(true));
        Assert.Equal(("degraded", true), (health.Status, health.RecycleRequested));
        Assert.Equal(1, (await world.ExecuteAsync("calm")).GetProperty("result").GetInt32());

        release.Set();
        while (world.Host.Guilds.GetHealth(new StorageHealth(true)).RecycleRequested)
        {
            await Task.Yield();
        }

        Assert.Equal("healthy", world.Host.Guilds.GetHealth(new StorageHealth(true)).Status);
    }

    void IRuntimeObserver.OnBroken(GuildId guild, BrokenReason reason)
    {
    }

    void IRuntimeObserver.OnTaskError(GuildId guild, string template, string runId, RunError error)
    {
    }

    private static HostReturn Block(ManualResetEventSlim release)
    {
        release.Wait();
        return HostReturn.None;
    }
}
