using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Attacks.Tests.Fuzzing;

/// <summary>
/// Random programs end by themselves or by a limit, tell nothing of the host, and leave the next program's guild as it was. A short run each
/// time; the long one with TEMPLATEFUNCTIONS_FUZZ_PROGRAMS=100000, and one program again with TEMPLATEFUNCTIONS_FUZZ_SEED and its seed.
/// </summary>
public sealed class ProgramFuzzTests
{
    private static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromMilliseconds(100), RunWall = TimeSpan.FromSeconds(2), MemoryBytes = 4 << 20 };

    [Fact]
    public async Task Programs_Random_EndWithinTheirLimitsAndTellNothing()
    {
        var only = Number("TEMPLATEFUNCTIONS_FUZZ_SEED");
        var first = only ?? Random.Shared.Next(1 << 30);
        var count = only is null ? Number("TEMPLATEFUNCTIONS_FUZZ_PROGRAMS") ?? 150 : 1;
        await using var runtime = new FullRuntime(Limits);
        for (var seed = first; seed < first + count; seed++)
        {
            var source = LuaProgram.Write(seed);
            var guild = new GuildId((ulong)(seed % 7) + 1);
            var result = await runtime.RunAsync(TestRequests.Make(source, """{"a":1}""", "fuzz", ["*"]), guild);

            // Tasks that an earlier program of the guild has left behind may cost it its VM: by a limit, and by nothing else.
            Assert.True(result.Kind != LuaVmResultKind.VmBroken || result.BrokenReason is BrokenReason.ExecutionTimeout or BrokenReason.MemoryLimitExceeded, $"seed {seed}: {result.Kind} {result.Error}\n{source}");
            Assert.True(result.Error?.Code is not ("TF5001" or "TF1001"), $"seed {seed}: {result.Kind} {result.Error}\n{source}");
            Assert.True(HostDetails.FindIn(result, source) is not { } detail, $"seed {seed} tells '{HostDetails.FindIn(result, source)}'\n{source}");
            Assert.True(runtime.Errors.IsEmpty, $"seed {seed}: {runtime.Errors.FirstOrDefault()}\n{source}");
        }

        for (ulong guild = 1; guild <= 7; guild++)
        {
            // Tasks that were left behind may still be in the way of a limit: what counts is that the guild answers.
            var last = await runtime.RunAsync(TestRequests.Make("return 1", name: "after"), new GuildId(guild));
            Assert.True(last.Kind is LuaVmResultKind.Ok or LuaVmResultKind.VmBroken, $"from seed {first}: {last.Kind} {last.Error}");
        }

        Assert.All(runtime.Vms.Threads(), thread => Assert.Equal("healthy", thread.State));
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : null;
}
