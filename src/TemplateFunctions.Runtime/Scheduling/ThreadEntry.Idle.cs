using System.Diagnostics;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>VMs that nobody uses: their garbage goes soon, they themselves after the idle time.</summary>
internal sealed partial class ThreadEntry
{
    private static readonly TimeSpan TrimAfter = TimeSpan.FromSeconds(1);

    private void ScheduleEviction(KhronosRuntime vm) =>
        At(_services.Time.GetTimestamp() + _services.Ticks(_services.Limits.IdleEviction), new Eviction(this, new WeakVm(vm)), 0);

    /// <summary>Looks when a VM may have been idle long enough; one that was used since gets another look later.</summary>
    private sealed class Eviction(ThreadEntry entry, WeakVm handle) : ITimerTarget
    {
        public bool IsLive(int number) => handle.TryGet(out _);

        public void OnTimer(int number)
        {
            if (!handle.TryGet(out var vm))
            {
                return;
            }

            if (vm.IdleFor() is { } idle && idle >= entry._services.Limits.IdleEviction)
            {
                entry.Destroy(vm);
            }
            else
            {
                entry.ScheduleEviction(vm);
            }
        }
    }

    /// <summary>Collects the garbage of a VM that has had nothing to do for a second.</summary>
    private sealed class IdleTrim(ThreadEntry entry, WeakVm handle) : ITimerTarget
    {
        public bool IsLive(int number) => handle.TryGet(out _);

        public void OnTimer(int number)
        {
            if (!handle.TryGet(out var vm))
            {
                return;
            }

            if (vm.SinceLastUse() >= TrimAfter)
            {
                vm.TrimScheduled = false;
                var start = Stopwatch.GetTimestamp();
                entry._note?.Set(vm.Guild);
                vm.Trim();
                entry.Charge(vm.Cpu!, Stopwatch.GetTimestamp() - start);
            }
            else
            {
                entry.At(entry._services.Time.GetTimestamp() + entry._services.Ticks(TrimAfter), this, 0);
            }
        }
    }
}
