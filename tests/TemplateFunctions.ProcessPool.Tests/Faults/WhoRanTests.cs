using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>A process that dies with several guilds in it: those whose code ran are told from those that were only there.</summary>
public sealed class WhoRanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("who-ran").FullName;
    private readonly RunningGuilds _running;

    public WhoRanTests() => _running = RunningGuilds.TryOpen(_folder, new TestLog())!;

    [Theory]
    [InlineData("segfault")]
    [InlineData("kill")]
    public async Task Process_ThatDies_TellsWhoRanInIt(string how)
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, ThreadsPerProcess = 2 }, new RuntimeLimits { RunCpu = TimeSpan.FromMinutes(5) }, _running);
        var (culprit, neighbour, waiter) = (pool.GuildOf(0), pool.GuildOf(1), pool.GuildOf(0, 1));
        var waiting = pool.Runtime.Run("task.wait(600)", guild: waiter);
        var busy = pool.Runtime.Run("while true do end", guild: neighbour);
        await pool.Runtime.Do(new GetStateAction(), waiter);
        await UntilRunningAsync(pool, neighbour);
        Task died;
        if (how == "kill")
        {
            died = pool.Runtime.Run("while true do end", guild: culprit);
            await UntilRunningAsync(pool, culprit);
            Signals.Send(await pool.ProcessAsync(), Signals.Kill);
        }
        else
        {
            died = pool.Runtime.Run("require('@antiraid/faults').segfault()", guild: culprit);
        }

        await Task.WhenAll(waiting, busy, died);

        var expected = new[] { (culprit, true), (neighbour, true), (waiter, false) };
        Assert.Equal(expected.OrderBy(e => e.Item1.Value), pool.Runtime.Lost.OrderBy(e => e.Guild.Value));
    }

    [Fact]
    public async Task Process_ThatIsStuck_TellsWhoIsStuckInIt()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1 }, new RuntimeLimits { ThreadGrace = TimeSpan.FromSeconds(4) }, _running);
        var (stuck, waiter) = (pool.GuildOf(0), pool.GuildOf(0, 1));
        var waiting = pool.Runtime.Run("task.wait(600)", guild: waiter);
        await pool.Runtime.Do(new GetStateAction(), waiter);

        await pool.Runtime.Run("require('@antiraid/faults').stick()", guild: stuck);
        await waiting;

        // Its own watchdog has answered the stuck guild, which is not told as lost with the process: it is known by that.
        Assert.DoesNotContain((waiter, true), pool.Runtime.Lost);
    }

    [Fact]
    public async Task Files_OfProcesses_GoWithThem()
    {
        await using (var pool = new Pool(new ProcessPoolOptions { Processes = 1, FirstPause = TimeSpan.FromMilliseconds(1) }, running: _running))
        {
            var first = await pool.ProcessAsync();
            await pool.Runtime.Run("return 1");
            Assert.Single(Directory.EnumerateFiles(_folder, "*.worker"));
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries($"/proc/{first}/fd"), entry => new FileInfo(entry).LinkTarget?.StartsWith(_folder, StringComparison.Ordinal) == true);
            Signals.Send(first, Signals.Kill);
            await pool.ProcessAsync(0, first);
            await Pool.UntilAsync(() => Directory.EnumerateFiles(_folder, "*.worker").Count() == 1, "the dead process's file has gone");
        }

        Assert.Empty(Directory.EnumerateFiles(_folder, "*.worker"));
    }

    public void Dispose()
    {
        _running.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A run that is never done has had a turn when its thread says that one is ready.</summary>
    private static async Task UntilRunningAsync(Pool pool, GuildId guild)
    {
        for (var i = 0; i < 3; i++)
        {
            await pool.Runtime.Do(new GetStateAction(), guild);
        }
    }
}
