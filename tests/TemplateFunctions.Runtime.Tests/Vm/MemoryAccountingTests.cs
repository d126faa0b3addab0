using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Modules.Builtin;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Vm;

public sealed unsafe class MemoryAccountingTests
{
    [Fact]
    public void State_Closed_CountsBackToZero()
    {
        var block = VmBlock.Create(20 << 20, 4 << 20, 14, 32);
        var state = new LuaState(block);
        Assert.InRange(block->Used, 1, 100_000);
        state.Dispose();
        Assert.Equal(0, block->Used);
        VmBlock.Free(block);
    }

    [Fact]
    public void Accounting_MatchesLuasOwnCount()
    {
        var block = VmBlock.Create(20 << 20, 4 << 20, 14, 32);
        using var state = new LuaState(block);
        block->EnterHost();
        LuaNative.Load(state.Handle, "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(i) end return t"u8, "=t\0"u8);
        LuaNative.lua_pcallk(state.Handle, 0, 1, 0, 0, 0);
        var counted = ((long)LuaNative.lua_gc(state.Handle, LuaNative.GcCount, 0, 0, 0) * 1024) + LuaNative.lua_gc(state.Handle, LuaNative.GcCountBytes, 0, 0, 0);
        block->LeaveHost();
        Assert.Equal(counted, block->Used);
    }

    [Theory]
    [InlineData("return 1")]
    [InlineData("local t = {} for i = 1, 1e4 do t[i] = {i} end return #t")]
    [InlineData("task.spawn(task.wait, 100) task.delay(50, print) local c = coroutine.create(function() task.wait(9) end) coroutine.resume(c) return 1")]
    [InlineData("local t = {} while true do t[#t + 1] = string.rep('x', 1000) .. #t end")]
    [InlineData("error({})")]
    [InlineData("while true do end")]
    [InlineData("local evt = ... local x = evt.data.a, evt.data.b, evt.data[1] string.format('%s', 'x') table.concat({}) return evt")]
    public void Vm_ClosedAfterAnyRun_CountsBackToZero(string source)
    {
        var scheduler = new NullScheduler();
        var limits = new RuntimeLimits { RunCpu = TimeSpan.FromMilliseconds(50) };
        var services = new VmServices(limits, new ModuleRegistry(BuiltinModules.All), TimeProvider.System, new SilentObserver(), NullLogger.Instance);
        var vm = new KhronosRuntime(new GuildId(1), services, scheduler);
        var action = new ExecuteAction(TestRequests.Make(source, """{"a":{"b":[]},"b":{}}"""));
        vm.Accept(new PendingRun(action.Request, action, TimeProvider.System.GetTimestamp()));
        while (vm.HasWork)
        {
            vm.Turn(10_000_000);
        }

        vm.Break(BrokenReason.ExplicitDestroy);
        Assert.Equal(0, vm.Close());
        Assert.True(action.Completion.IsCompleted);
    }

    [Fact]
    public void Coroutine_DueWithNothingToRun_CostsTheVmAndNotTheProcess()
    {
        var scheduler = new NullScheduler();
        var services = new VmServices(new RuntimeLimits(), new ModuleRegistry(BuiltinModules.All), TimeProvider.System, new SilentObserver(), NullLogger.Instance);
        var vm = new KhronosRuntime(new GuildId(1), services, scheduler);
        var answers = new Answers();
        vm.Accept(new PendingRun(TestRequests.Make("task.delay(9, print, 'x') task.wait(99)"), answers, TimeProvider.System.GetTimestamp()));
        vm.Turn(long.MaxValue / 4);
        var delayed = scheduler.Due.OfType<LuaThread>().First(thread => thread.Kind == ThreadKind.Task);
        LuaNative.lua_settop(delayed.State, 0);
        vm.WaitIsOver(delayed, delayed.WaitNumber, null);
        vm.Turn(long.MaxValue / 4);
        Assert.Equal((VmState.Broken, BrokenReason.InternalError), (vm.State, vm.Reason!.Value));
        Assert.Equal(BrokenReason.InternalError, Assert.Single(answers.Results).BrokenReason);
        Assert.Equal(0, vm.Close());
    }

    [Fact]
    public void WeakHandle_OfAVm_IsWorthNothingOnceItIsLostAndKeepsNothingAlive()
    {
        var (handle, reference) = MakeAndLose(lose: false);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(handle.TryGet(out _));
        Assert.False(reference.IsAlive);
        Assert.False(MakeAndLose(lose: true).Handle.TryGet(out _));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (WeakVm Handle, WeakReference Reference) MakeAndLose(bool lose)
    {
        var services = new VmServices(new RuntimeLimits(), new ModuleRegistry(BuiltinModules.All), TimeProvider.System, new SilentObserver(), NullLogger.Instance);
        var vm = new KhronosRuntime(new GuildId(1), services, new NullScheduler());
        var handle = new WeakVm(vm);
        Assert.True(handle.TryGet(out var same));
        Assert.Same(vm, same);
        if (lose)
        {
            vm.Break(BrokenReason.InternalError);
            Assert.False(handle.TryGet(out _));
        }

        vm.Close();
        return (handle, new WeakReference(vm));
    }

    private sealed class Answers : IRunSink
    {
        public List<LuaVmResult> Results { get; } = [];

        public void Settle(RunRequest request, LuaVmResult result) => Results.Add(result);
    }

    private sealed class NullScheduler : IVmScheduler
    {
        public List<ITimerTarget> Due { get; } = [];

        public int Slot => 0;

        public void Enqueue(KhronosRuntime vm)
        {
        }

        public void At(long timestamp, ITimerTarget target, int number) => Due.Add(target);

        public void Cancel(Run run)
        {
        }

        public void Complete(KhronosRuntime vm, LuaThread thread, int waitNumber, HostAnswer answer)
        {
        }
    }
}
