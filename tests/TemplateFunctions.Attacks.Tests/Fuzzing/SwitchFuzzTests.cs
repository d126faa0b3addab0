using System.Globalization;
using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Attacks.Tests.Fuzzing;

/// <summary>
/// Random programs of three templates of one guild that work on the same values, switched between at random single instructions: each run is
/// answered, the VM is whole afterwards and counts its memory back to nothing. A short run each time; the long one with
/// TEMPLATEFUNCTIONS_FUZZ_SWITCHES=100000, and one trio again with TEMPLATEFUNCTIONS_FUZZ_SEED and its seed.
/// </summary>
public sealed class SwitchFuzzTests
{
    private const int TriosOfAVm = 20;

    private static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromMilliseconds(200), RunWall = TimeSpan.FromSeconds(30), MemoryBytes = 4 << 20 };

    [Fact]
    public void Programs_SwitchedBetweenAtRandomInstructions_LeaveTheVmWhole()
    {
        var only = Number("TEMPLATEFUNCTIONS_FUZZ_SEED");
        var first = only ?? Random.Shared.Next(1 << 29);
        var count = only is null ? Number("TEMPLATEFUNCTIONS_FUZZ_SWITCHES") ?? 60 : 1;
        var folder = Directory.CreateTempSubdirectory("switches");
        using (var store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = folder.FullName, FlushToDisk = false }, TimeProvider.System))
        {
            var services = new PluginServices(store.Kv, new RateLimiter(TimeProvider.System), TimeProvider.System, new RecordingDiscordTransport());
            SteppedVm? vm = null;
            for (var seed = first; seed < first + count; seed++)
            {
                vm ??= new SteppedVm(Limits, [.. StandardModules.Create(services)]);
                if (Play(vm, seed) || seed % TriosOfAVm == 0)
                {
                    Assert.Equal(0, vm.Close());
                    vm = null;
                }
            }
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Plays the trio of a seed; answers whether the VM was lost to a limit, as it may be.</summary>
    private static bool Play(SteppedVm vm, int seed)
    {
        RunRequest[] runs = [.. Enumerable.Range(0, 3).Select(i => TestRequests.Make(LuaProgram.Write((seed * 3) + i, shared: true), """{"a":1,"l":[1,2,3]}""", "t" + i.ToString(CultureInfo.InvariantCulture), ["*"]))];
        var answers = vm.PlayAtRandom(seed, runs);
        var told = $"seed {seed}: {string.Join("; ", answers.Select(answer => $"{answer.Key} {answer.Value.Kind} {answer.Value.Error}"))}";
        Assert.True(vm.Faults.Count == 0, $"{told} {vm.Faults.FirstOrDefault()}");
        Assert.True(answers.Count == runs.Length, told);
        Assert.DoesNotContain(answers.Values, answer => answer.Error?.Code is "TF5001" or "TF1001" || answer.BrokenReason == BrokenReason.InternalError);
        var sources = string.Concat(runs.Select(run => run.Template.Files[run.Template.EntryPath]));
        Assert.All(answers.Values, answer => Assert.True(HostDetails.FindIn(answer, sources) is not { } detail, $"{told} tells '{HostDetails.FindIn(answer, sources)}'"));
        if (vm.Vm.State != VmState.Healthy)
        {
            return true;
        }

        Assert.True(vm.FindFault() is null, $"{told} {vm.FindFault()}");
        return false;
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : null;
}
