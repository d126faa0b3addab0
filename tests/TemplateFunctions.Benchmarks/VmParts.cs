using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Modules.Builtin;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Benchmarks;

internal static unsafe class VmParts
{
    private sealed class NoScheduler : IVmScheduler
    {
        public int Slot => 0;
        public void Enqueue(KhronosRuntime vm) { }
        public void At(long timestamp, ITimerTarget target, int number) { }
        public void Complete(KhronosRuntime vm, LuaThread thread, int waitNumber, HostAnswer answer) { }
    }

    public static void Print()
    {
        var services = new VmServices(new RuntimeLimits(), new ModuleRegistry(BuiltinModules.All), TimeProvider.System, new NullObserver(), NullLogger.Instance);
        for (var round = 0; round < 3; round++)
        {
            var state = new List<double>(); var whole = new List<double>();
            long stateHeap = 0, wholeHeap = 0, wholeRaw = 0;
            for (var i = 0; i < 300; i++)
            {
                var t = Stopwatch.GetTimestamp();
                var block = VmBlock.Create(20 << 20, 4 << 20, 14, 32);
                var s = new LuaState(block);
                state.Add(Stopwatch.GetElapsedTime(t).TotalMicroseconds);
                LuaNative.lua_gc(s.Handle, 2, 0, 0, 0);
                stateHeap = block->Used;
                s.Dispose();
                t = Stopwatch.GetTimestamp();
                var vm = new KhronosRuntime(new GuildId(1), services, new NoScheduler());
                whole.Add(Stopwatch.GetElapsedTime(t).TotalMicroseconds);
                wholeRaw = vm.MemoryBytes;
                LuaNative.lua_gc(vm.L, 2, 0, 0, 0);
                wholeHeap = vm.MemoryBytes;
                vm.Dispose();
            }

            state.Sort(); whole.Sort();
            Console.WriteLine($"state p50 {state[150]:0} us heap {stateHeap}; vm p50 {whole[150]:0} us heap {wholeHeap} (raw {wholeRaw})");
        }
    }
}
