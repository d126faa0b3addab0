using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Interleaving;

/// <summary>
/// One run is switched away from at each single instruction of an operation, the kernel's own instructions among them, and a run of another
/// template does its worst to what the two share before the first goes on. Whatever comes of it, the VM is whole afterwards. A few of all
/// pairs each time, chosen by a seed that is printed; all of them with TEMPLATEFUNCTIONS_SWITCHES=all, the same again with
/// TEMPLATEFUNCTIONS_FUZZ_SEED and the seed.
/// </summary>
public sealed class SwitchTests
{
    private const int Few = 3;

    /// <summary>What ends a run: soon where honest work is made long.</summary>
    private static readonly TimeSpan Hasty = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Names { get; } = [.. SwitchCatalogue.Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_SwitchedAwayFromAtEachInstruction_LeavesTheVmWhole(string name)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_FUZZ_SEED"), out var asked) ? asked : Random.Shared.Next(1 << 30);
        var hostile = SwitchCatalogue.Hostile.ToArray();
        if (Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_SWITCHES") != "all")
        {
            new Random(seed).Shuffle(hostile);
            hostile = hostile[..Few];
        }

        var wrong = hostile.Select(other => Walk(name, other.Key, other.Value)).Where(fault => fault is not null).ToList();
        Assert.True(wrong.Count == 0, $"seed {seed}\n" + string.Join('\n', wrong));
    }

    /// <summary>Answers what was wrong first.</summary>
    private static string? Walk(string name, string hostile, string act)
    {
        var limit = SwitchCatalogue.MayTakeLong(hostile) ? Hasty : Patient;
        var vm = Vm(limit);
        for (var step = 1; ; step++)
        {
            var fault = Step(vm, step, name, hostile, act, out var switched, out var forced);
            if (fault is not null && forced)
            {
                // What cannot yield is stopped by force when too much time has passed, be it that the machine stood still: the same again, with time.
                vm.Dispose();
                vm = Vm(limit);
                using var patient = Vm(Patient);
                fault = Step(patient, step, name, hostile, act, out switched, out _);
            }

            if (fault is not null)
            {
                return $"{name}, switched at {step}, then {hostile}: {fault}";
            }

            if (!switched)
            {
                var left = vm.Close();
                return left != 0 ? $"{name}, {hostile}: {left} bytes are left" : step < 4 ? $"{name}: {step - 1} switches only" : null;
            }
        }
    }

    private static SteppedVm Vm(TimeSpan limit) => new(new RuntimeLimits { RunCpu = limit });

    private static string? Step(SteppedVm vm, int step, string name, string hostile, string act, out bool switched, out bool forced)
    {
        // What is required, and what globals are touched, is so for the first time.
        vm.Vm.ClearCache();
        vm.Play(0, null, TestRequests.Make("", name: "z", files: SwitchCatalogue.Files(SwitchCatalogue.Lender)));
        var answers = vm.Play(
            step,
            SwitchCatalogue.HostAction(vm, hostile),
            TestRequests.Make("", data: """{"list":[1,2],"a":{"b":1}}""", name: "a", files: SwitchCatalogue.Files(SwitchCatalogue.Operations[name])),
            TestRequests.Make(SwitchCatalogue.HostileProgram(act), name: "b"));
        switched = vm.Switched;
        forced = answers.Values.Any(answer => answer is { Kind: LuaVmResultKind.Timeout, BrokenReason: BrokenReason.ExecutionTimeout });
        if (Fault(vm, answers, hostile) is { } fault)
        {
            return fault;
        }

        return vm.Play(0, null, TestRequests.Make("return 1", name: "after"))["after"] is { Kind: not LuaVmResultKind.Ok } after && !SwitchCatalogue.IsAllowed(after, "after", hostile)
            ? $"afterwards {after.Kind} {after.Error}"
            : null;
    }

    private static string? Fault(SteppedVm vm, IReadOnlyDictionary<string, LuaVmResult> answers, string hostile)
    {
        var told = string.Join("; ", answers.Select(answer => $"{answer.Key}: {answer.Value.Kind} {answer.Value.Error?.Code} {answer.Value.Error?.Message}"));
        return answers.Count != 2 ? $"not answered. {told}"
            : answers.Any(answer => !SwitchCatalogue.IsAllowed(answer.Value, answer.Key, hostile)) ? told
            : vm.FindFault() is { } fault ? $"{fault}. {told}" : null;
    }
}
