using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Processes;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>A guild's processor time is the host's to count, whichever of its processes the guild's VM is in and however that ends.</summary>
public sealed class GuildCpuTests
{
    private static readonly RuntimeLimits Limits = new() { GuildCpu = TimeSpan.FromMilliseconds(300), GuildCpuWindow = TimeSpan.FromHours(8), RunCpu = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Guild_AtItsLimit_StandsStillAlsoInTheNextProcess()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1 }, Limits);
        var process = await pool.ProcessAsync();
        var guild = pool.Runtime.Guild;
        var endless = new ExecuteAction(pool.Runtime.Request("while true do end"));
        pool.Strategy.Dispatch(guild, endless);
        await Pool.UntilAsync(() => pool.Strategy.CpuOf(guild).IsUsedUp, "the guild has used its time up");
        await NeighboursAsync(pool, 100);

        Signals.Send(process, Signals.Kill);
        Assert.Equal(LuaVmResultKind.VmBroken, (await endless.Completion).Kind);
        await pool.ProcessAsync(other: process);
        var later = new ExecuteAction(pool.Runtime.Request("return 1"));
        pool.Strategy.Dispatch(guild, later);
        await NeighboursAsync(pool, 200);

        Assert.False(later.Completion.IsCompleted);
        Assert.True(pool.Strategy.CpuOf(guild).IsUsedUp);
        await Pool.UntilAsync(() => pool.Strategy.Threads() is [{ Throttled: 1 }], "the process has told so");
    }

    private static async Task NeighboursAsync(Pool pool, int first)
    {
        for (var i = 0; i < 30; i++)
        {
            var result = await pool.Runtime.Run("return 1", guild: new GuildId((ulong)(first + i)));
            Assert.Equal(LuaVmResultKind.Ok, result.Kind);
        }
    }
}
