using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Interleaving;

/// <summary>What an error for want of memory, or of room on a stack, must not leave half done: it comes wherever a stack must grow.</summary>
public sealed class HalfDoneTests
{
    // Copied once more, so many values do not fit on a stack of 4 MiB.
    private const string Many = "local many = ('x'):rep(110000) ";

    [Theory]
    [InlineData("task.defer")]
    [InlineData("task.spawn")]
    [InlineData("task.delay, 1")]
    public void Task_WithMoreArgumentsThanTheStackTakes_IsNotKnownAfterwards(string start)
    {
        using var vm = new SteppedVm();
        var answer = vm.Play(0, null, TestRequests.Make($"{Many} local refused = 0 for n = 45000, 75000, 1500 do if not pcall({start}, print, many:byte(1, n)) then refused = refused + 1 end end return refused > 0"))["t"];
        Assert.True(answer.Kind == LuaVmResultKind.Ok, answer.Error?.ToString());
        Assert.Equal("true", System.Text.Encoding.UTF8.GetString(answer.ResultJson.Span));
        Assert.Null(vm.FindFault());
    }

    [Fact]
    public void Coroutine_ResumedWithMoreArgumentsThanTheStackTakes_CanBeResumedAgain()
    {
        using var vm = new SteppedVm();
        const string Source = """
            local c = coroutine.create(function() while true do coroutine.yield() end end)
            coroutine.resume(c)
            local refused = 0
            local function try(n) return pcall(coroutine.resume, c, many:byte(1, n)) end
            for n = 45000, 110000, 2500 do
              local whole, resumed = pcall(try, n)
              if not (whole and resumed) then refused = refused + 1 end
              assert(coroutine.status(c) == 'suspended', n)
              assert(coroutine.resume(c))
            end
            return refused > 0
            """;
        var answer = vm.Play(0, null, TestRequests.Make(Many + Source))["t"];
        Assert.True(answer.Kind == LuaVmResultKind.Ok, answer.Error?.ToString());
        Assert.Equal("true", System.Text.Encoding.UTF8.GetString(answer.ResultJson.Span));
    }

    /// <summary>A coroutine that closes itself by way of another, in what its variables run, or hands itself to the scheduler.</summary>
    [Fact]
    public void FailedCoroutine_ScheduledByItsOwnVariables_IsRefused()
    {
        using var vm = new SteppedVm();
        const string Source = """
            local c
            local refusal
            c = coroutine.create(function()
              local x <close> = setmetatable({}, { __close = function() coroutine.wrap(function() refusal = select(2, pcall(task.delay, 0, c, 1)) end)() end })
              error('x')
            end)
            coroutine.resume(c)
            coroutine.close(c)
            return refusal
            """;
        var answer = vm.Play(0, null, TestRequests.Make(Source))["t"];
        Assert.True(answer.Kind == LuaVmResultKind.Ok, answer.Error?.ToString());
        Assert.Contains("cannot resume non-suspended coroutine", System.Text.Encoding.UTF8.GetString(answer.ResultJson.Span), StringComparison.Ordinal);
        Assert.Null(vm.FindFault());
    }
}
