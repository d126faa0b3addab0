using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.ProcessPool.Tests.Hosts;

/// <summary>The host as it is published: what child processes need has come along.</summary>
public sealed class PublishedHostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task PublishedHost_RunsGuildsInProcessesAndSuspectsAlone()
    {
        using var folder = new TemporaryFolder();
        using var data = new TemporaryFolder();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await using (var publish = Child.Start(
            "dotnet", ["publish", Repository.PathOf("src", "TemplateFunctions.LocalHost"), "--no-build", "-c", configuration, "-o", folder.Path, "--nologo"], Repository.Root))
        {
            Assert.True(await publish.ExitAsync(Limit) == 0, publish.Output);
        }

        var program = Path.Combine(folder.Path, "TemplateFunctions.LocalHost.dll");
        await using (var pool = await Host.StartProgramAsync(program, data.Path, "--TemplateFunctions:Strategy", "process-pool", "--TemplateFunctions:Pool:Processes", "1"))
        {
            await pool.PutTemplateAsync("7", "one", "return 1");
            Assert.Equal("1", (await pool.ExecuteAsync("7", "one")).Json["result"]?.ToJsonString());
            Assert.Equal(0, await pool.StopAsync());
        }

        await using (var host = await Host.StartProgramAsync(program, data.Path))
        {
            await host.PutTemplateAsync("7", "busy", "local evt = ... while evt.attempt == 1 do end return evt.attempt", ["BUSY"]);
            Assert.Equal(202, (int)(await host.PostAsync("/api/guilds/7/events", """{"name":"BUSY","id":"b1"}""")).Status);
            await Until.TrueAsync(async () => (int?)(await host.GetAsync("/api/guilds/7/vm")).Json["live_runs"] > 0, Limit);

            // A run that is there has had a turn when its thread has answered once more.
            await host.GetAsync("/api/guilds/7/vm");
            await host.KillAsync();
        }

        await using (var next = await Host.StartProgramAsync(program, data.Path))
        {
            await next.SaysAsync("they run alone next: 7");
            await Until.TrueAsync(async () => (await next.GetAsync("/api/guilds/7/vm")).Json["suspect"] is null, Limit);
            Assert.Equal(1, (int)(await next.GetAsync("/api/guilds/7/vm")).Json["executions"]!);
            Assert.DoesNotContain("could not be started", next.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("was lost", next.Output, StringComparison.Ordinal);
        }

        File.Delete(Path.Combine(folder.Path, "TemplateFunctions.VmWorker.dll"));
        await using var without = Child.Start("dotnet", [program, "--TemplateFunctions:DataDirectory", data.Path, "--TemplateFunctions:Strategy", "process-pool"], folder.Path);
        Assert.Equal(2, await without.ExitAsync(Limit));
        Assert.Contains("TemplateFunctions:Strategy is 'process-pool', but must be thread-pool or thread-per-guild here", without.Output, StringComparison.Ordinal);
        await using var beside = await Host.StartProgramAsync(program, data.Path);
        await beside.SaysAsync("cannot run in processes of their own here");
    }
}
