using System.Collections.Concurrent;
using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>
/// Every function of the sandbox and of the host's modules with every kind of bad argument, at the memory limit, while the collector of the
/// process never rests: nothing aborts, hangs or throws. A few runs each time; TEMPLATEFUNCTIONS_STRESS_RUNS=100 takes more than a minute
/// for each language.
/// </summary>
public sealed class BoundaryStressTests
{
    /// <summary>Runs that meet what those before have left in their VM.</summary>
    private const int RunsOfAGuild = 4;

    private static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromSeconds(60), RunWall = TimeSpan.FromMinutes(2), MemoryBytes = 3 << 20 };

    [Theory]
    [InlineData("init.lua", "reachable.golden.txt")]
    [InlineData("init.luau", "reachable-luau.golden.txt")]
    public async Task HostFunctions_BadArgumentsAtTheCapUnderTheCollector_NeitherAbortNorThrow(string path, string goldenList)
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_STRESS_RUNS"), out var asked) ? asked : 3;
        var first = Random.Shared.Next(1 << 30);
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs from seed {first}");
        var source = await File.ReadAllTextAsync(Repository.PathOf("tests", "TemplateFunctions.Attacks.Tests", "boundary.lua"));
        var entered = new ConcurrentDictionary<string, int>();
        await using var runtime = new FullRuntime(Limits, module => Watched(module, entered));
        await using (new RestlessCollector())
        {
            for (var run = 0; run < runs; run++)
            {
                var seed = first + run;
                var data = await ReachableFunctions.AsEventAsync(goldenList, runtime.Modules, seed);
                var result = await runtime.RunAsync(TestRequests.Make("", data, "stress", ["*"], new() { [path] = source }), new GuildId((ulong)(1 + (run / RunsOfAGuild))));
                Assert.True(result.Kind is LuaVmResultKind.Ok or LuaVmResultKind.MemoryLimit, $"seed {seed}: {result.Kind} {result.Error}");
                Assert.EndsWith("not found: ", result.Logs[0], StringComparison.Ordinal);
                Assert.True(runtime.Errors.IsEmpty, $"seed {seed}: {runtime.Errors.FirstOrDefault()}");
            }
        }

        Assert.Empty(runtime.Modules.SelectMany(module => module.Functions.Select(function => $"{module.Name} {function.Name}")).Except(entered.Keys));
        Assert.Equal(LuaVmResultKind.Ok, (await runtime.RunAsync(TestRequests.Make("return 1"), new GuildId(99_999))).Kind);
    }

    /// <summary>The module, noting which of its functions were entered: those that only its Lua part calls as well.</summary>
    private static HostModule Watched(HostModule module, ConcurrentDictionary<string, int> entered) => new()
    {
        Name = module.Name,
        ContextName = module.ContextName,
        LuaSource = module.LuaSource,
        Functions = [.. module.Functions.Select(function => function with { Body = call => Enter(function, module, entered, call) })],
    };

    private static HostReturn Enter(HostFunction function, HostModule module, ConcurrentDictionary<string, int> entered, HostCall call)
    {
        entered.AddOrUpdate($"{module.Name} {function.Name}", 1, (_, times) => times + 1);
        return function.Body(call);
    }
}
