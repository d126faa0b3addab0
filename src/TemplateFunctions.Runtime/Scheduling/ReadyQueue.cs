using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// The VMs of a thread that have something to run; the one that ran least goes first. A VM that had nothing to do does not save
/// up time: it comes back level with the others, ahead of them by one slice.
/// </summary>
internal sealed class ReadyQueue(long slice)
{
    private readonly PriorityQueue<KhronosRuntime, (long VirtualTime, long Order)> _queue = new();
    private long _floor;
    private long _order;

    public int Count => _queue.Count;

    /// <summary>Adds a VM that was not waiting here.</summary>
    public void Wake(KhronosRuntime vm)
    {
        if (vm.Queued)
        {
            return;
        }

        vm.VirtualTime = Math.Max(vm.VirtualTime, _floor - slice);
        Add(vm);
    }

    /// <summary>Puts a VM back whose turn is over and that has more to do.</summary>
    public void Return(KhronosRuntime vm)
    {
        if (!vm.Queued)
        {
            Add(vm);
        }
    }

    public KhronosRuntime? Take()
    {
        if (!_queue.TryDequeue(out var vm, out var key))
        {
            return null;
        }

        _floor = Math.Max(_floor, key.VirtualTime);
        vm.Queued = false;
        return vm;
    }

    private void Add(KhronosRuntime vm)
    {
        vm.Queued = true;
        _queue.Enqueue(vm, (vm.VirtualTime, _order++));
    }
}
