using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Interleaving;

/// <summary>Two runs touch for the first time what a VM makes when it is touched first, one of them in the middle of the other: there is one of it.</summary>
public sealed class FirstTouchTests
{
    [Theory]
    [InlineData("s.NAME = buffer.create(8)", "return buffer.len(s.a) + buffer.len(s.b)", "16")]
    [InlineData("s.NAME = vector.create(1, 2, 3)", "return vector.dot(s.a, s.b)", "14")]
    [InlineData("s.NAME = ctx.guild_id", "return s.a == s.b", "true")]
    [InlineData("s.NAME = require('@antiraid/interop')", "return rawequal(s.a, s.b)", "true")]
    [InlineData("s.NAME = string", "return rawequal(s.a, s.a) and s.b ~= nil", "true")]
    [InlineData("s.NAME = ('x'):rep(2)", "return s.a .. s.b", "\"xxxx\"")]
    [InlineData("xpcall(error, function() s.NAME = debug.traceback() end)", "return s.a ~= nil and s.b ~= nil", "true")]
    [InlineData("s.NAME = table.freeze({1})", "return table.isfrozen(s.a) and table.isfrozen(s.b)", "true")]
    public void Kernel_TouchedByTwoRunsAtOnce_IsThereOnce(string touch, string look, string expected)
    {
        var step = 0;
        bool switched;
        do
        {
            step++;
            using var vm = new SteppedVm();
            var answers = vm.Play(step, null, Touching("a", touch), Touching("b", touch));
            switched = vm.Switched;
            Assert.All(answers, answer => Assert.True(answer.Value.Kind == LuaVmResultKind.Ok, $"switched at {step}: {answer.Key} {answer.Value.Error}"));
            var seen = vm.Play(0, null, TestRequests.Make($"local evt, ctx = ... local s = ctx.store {look}", name: "c"))["c"];
            Assert.True(seen.Kind == LuaVmResultKind.Ok, $"switched at {step}: {seen.Error}");
            Assert.True(System.Text.Encoding.UTF8.GetString(seen.ResultJson.Span) == expected, $"switched at {step}: {System.Text.Encoding.UTF8.GetString(seen.ResultJson.Span)}");
            Assert.True(vm.FindFault() is null, $"switched at {step}: {vm.FindFault()}");
        }
        while (switched);

        Assert.True(step > 3);
    }

    /// <summary>All runs of the VM share one store, whoever looks into a ctx first.</summary>
    private static RunRequest Touching(string name, string touch) =>
        TestRequests.Make($"local evt, ctx = ... local step = require('@antiraid/step') step.from() local s = ctx.store {touch.Replace("NAME", name, StringComparison.Ordinal)} step.to() return 1", name: name);
}
