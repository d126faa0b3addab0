using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>
/// Every function of the sandbox and of the host's modules with every kind of bad argument, at the memory limit, while the collector of the
/// process never rests: nothing aborts, hangs or throws. A few runs each time; TEMPLATEFUNCTIONS_STRESS_RUNS=60 takes one to three minutes.
/// </summary>
public sealed class BoundaryStressTests
{
    private static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromSeconds(1), RunWall = TimeSpan.FromSeconds(20), MemoryBytes = 3 << 20 };

    [Fact]
    public async Task HostFunctions_BadArgumentsAtTheCapUnderTheCollector_NeitherAbortNorThrow()
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_STRESS_RUNS"), out var asked) ? asked : 4;
        var first = Random.Shared.Next(1 << 30);
        var source = await File.ReadAllTextAsync(Repository.PathOf("tests", "TemplateFunctions.Attacks.Tests", "boundary.lua"));
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.Collect();
            }
        });
        await using var runtime = new FullRuntime(Limits);
        for (var seed = first; seed < first + runs; seed++)
        {
            var result = await runtime.RunAsync(TestRequests.Make(source, $$"""{"seed":{{seed}}}""", "stress", ["*"]), new GuildId(1));
            Assert.True(result.Kind is LuaVmResultKind.Timeout or LuaVmResultKind.MemoryLimit, $"seed {seed}: {result.Kind} {result.Error}");
            Assert.True(runtime.Errors.IsEmpty, $"seed {seed}: {runtime.Errors.FirstOrDefault()}");
        }

        await stop.CancelAsync();
        await collecting;
        Assert.Equal(LuaVmResultKind.Ok, (await runtime.RunAsync(TestRequests.Make("return 1"), new GuildId(2))).Kind);
    }
}
