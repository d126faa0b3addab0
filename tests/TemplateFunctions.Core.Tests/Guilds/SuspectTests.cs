using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>A guild that was running when a process died: where its runs go until one has ended.</summary>
public sealed class SuspectTests
{
    private static readonly LuaVmResult Ok = new() { Kind = LuaVmResultKind.Ok, ResultJson = "1"u8.ToArray() };
    private static readonly LuaVmResult Death = new() { Kind = LuaVmResultKind.VmBroken, BrokenReason = BrokenReason.PanicRecovery, Error = new RunError("TF5006", "lost") };
    private readonly FakeVms _shared = new();
    private readonly FakeVms _lone = new();

    [Fact]
    public async Task Events_OfASuspect_RunAloneOneAtATimeUntilOneHasEnded()
    {
        await using var world = await StartAsync();
        var (first, second) = (world.ConsumeAsync(GuildWorld.Message("E", "e1")), world.ConsumeAsync(GuildWorld.Message("E", "e2")));
        await _lone.StartedAsync();
        Assert.Equal((1, 0), (_lone.Running, _shared.Running));

        _lone.End(0, Ok);
        await _shared.StartedAsync();

        Assert.Null((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.Suspect);
        _shared.End(0, Ok);
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Suspicion_OutlivesARestart()
    {
        await using var world = await StartAsync();
        world.Suspects = [];

        await world.KillAndRestartAsync();

        Assert.True((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.Suspect);
        _ = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await _lone.StartedAsync();
    }

    [Fact]
    public async Task Execution_OfASuspect_RunsAloneAndLiftsTheSuspicion()
    {
        await using var world = await StartAsync();
        var answer = world.ExecuteAsync("t");
        await _lone.StartedAsync();
        _lone.End(0, Ok);

        Assert.Equal("1", (await answer).GetProperty("result").GetRawText());
        Assert.Null((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.Suspect);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execution_ThatDiesAlone_PutsTheGuildIntoQuarantine(bool callerStopsWaiting)
    {
        await using var world = await StartAsync();
        var answer = world.ExecuteAsync("t", waitMs: callerStopsWaiting ? 1 : null);
        await _lone.StartedAsync();
        if (callerStopsWaiting)
        {
            Assert.Equal("running", (await answer).GetProperty("status").GetString());
        }

        _lone.End(0, Death);

        await UntilAsync(() => world.Host.Registry.Get(GuildWorld.Guild).Hold.QuarantinedUntil is not null);
        Assert.Equal(RequestDiagnostics.Quarantined.Code, (await world.TryExecuteAsync("t")).Problem?.Code);
        Assert.True((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.Suspect);
    }

    [Fact]
    public async Task Startup_OfASuspect_RunsAloneAndProvesNothing()
    {
        await using var world = await StartAsync();
        await world.PutAsync("startup", "return 1", ["OnStartup"]);
        _ = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await _lone.StartedAsync();
        await _lone.StartedAsync();
        Assert.Equal((2, 0), (_lone.Running, _shared.Running));
        Assert.StartsWith("startup:", _lone.Starts.First().Event, StringComparison.Ordinal);

        _lone.End(0, Ok);
        Assert.True((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.Suspect);

        // The shared VM is a new one too, when it is come to.
        _lone.End(0, Ok);
        await world.OutcomeAsync("e1", "t");
        _ = world.ConsumeAsync(GuildWorld.Message("E", "e2"));
        await _shared.StartedAsync();
        Assert.StartsWith("startup:", _shared.Starts.First().Event, StringComparison.Ordinal);
    }

    /// <summary>Told before the runs are answered: the next attempt is decided on by a guild that knows that it is a suspect.</summary>
    [Fact]
    public async Task Run_LostWithItsProcess_RunsAloneNextIfItsGuildWasRunning()
    {
        await using var world = await StartAsync(suspect: false);
        _ = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await _shared.StartedAsync();

        world.Events.OnProcessLost(GuildWorld.Guild, wasRunning: true);
        _shared.End(0, Death);

        await _lone.StartedAsync();
        Assert.Equal([("e1", 2)], _lone.Starts);
    }

    [Fact]
    public async Task Run_LostWithAProcessInWhichItOnlyWaited_StaysWhereItWas()
    {
        await using var world = await StartAsync(suspect: false);
        _ = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await _shared.StartedAsync();

        world.Events.OnProcessLost(GuildWorld.Guild, wasRunning: false);
        _shared.End(0, Death);

        await _shared.StartedAsync();
        Assert.Equal([("e1", 1), ("e1", 2)], _shared.Starts);
        Assert.Empty(_lone.Starts);
    }

    [Fact]
    public async Task Host_WithoutAPlaceForLoneRuns_RunsThemBesideTheOthers()
    {
        await using var world = await StartAsync(lone: false);
        var consumed = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await _shared.StartedAsync();

        _shared.End(0, Death);
        await _shared.StartedAsync();
        Assert.Null((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.QuarantinedUntil);
        _shared.End(0, Ok);
        await consumed.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>The process dies and comes again, and its guild is said to have run.</summary>
    private async Task<GuildWorld> StartAsync(bool suspect = true, bool lone = true)
    {
        var first = true;
        var world = await GuildWorld.StartAsync(strategy: () => first ? new FakeVms() : _shared);
        first = false;
        await world.PutAsync("t", "return 1", ["E"]);
        world.LoneVms = lone ? _lone : null;
        world.Suspects = suspect ? [GuildWorld.Guild] : [];
        await world.KillAndRestartAsync();
        return world;
    }
}
