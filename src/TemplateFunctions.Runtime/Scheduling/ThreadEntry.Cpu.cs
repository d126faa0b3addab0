using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// Who pays for the thread's time: what is done for a guild is charged to its account, and the VM of a guild that has used its time up gets
/// no turn until some has come back. Nothing of it is lost meanwhile: runs wait, and their wall limits go on.
/// </summary>
internal sealed partial class ThreadEntry
{
    private int _throttled;

    /// <summary>Whether the VM must wait for processor time; it is woken when there is some.</summary>
    private bool IsHeld(KhronosRuntime vm)
    {
        var account = vm.Cpu!;
        if (!account.UsedUp)
        {
            return false;
        }

        var now = _services.Time.GetTimestamp();
        var wait = account.Wait(now);
        if (wait == 0)
        {
            return false;
        }

        vm.Throttled = true;
        _throttled++;
        At(now + wait, new CpuRelease(this, new WeakVm(vm)), 0);
        return true;
    }

    private void Charge(CpuAccount account, long ticks)
    {
        if (account.Charge(ticks) is > 0 and var untold)
        {
            _services.Observer.OnCpuUsed(account.Guild, CpuRates.ToSpan(untold));
        }
    }

    /// <summary>The VM is gone: what its end cost is the guild's as well.</summary>
    private void Settle(KhronosRuntime vm, long ticks)
    {
        if (vm.Throttled)
        {
            vm.Throttled = false;
            _throttled--;
        }

        if (vm.Cpu is not { } account)
        {
            return;
        }

        vm.Cpu = null;
        var untold = account.Charge(ticks) + account.TakeUntold();
        if (untold > 0)
        {
            _services.Observer.OnCpuUsed(account.Guild, CpuRates.ToSpan(untold));
        }

        _services.Cpu.Release(account);
    }

    /// <summary>Some time has come back.</summary>
    private sealed class CpuRelease(ThreadEntry entry, WeakVm handle) : ITimerTarget
    {
        public bool IsLive(int number) => handle.TryGet(out _);

        public void OnTimer(int number)
        {
            if (!handle.TryGet(out var vm) || !vm.Throttled)
            {
                return;
            }

            vm.Throttled = false;
            entry._throttled--;
            if (vm.HasWork)
            {
                entry.Enqueue(vm);
            }
        }
    }
}
