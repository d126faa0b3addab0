using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Sandbox;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>The VM's part of its process's memory, and which template made it grow.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private const int ShownTemplates = 5;

    /// <summary>Its place in the line for memory; it gets no turn meanwhile.</summary>
    public MemoryWait? MemoryWait { get; set; }

    /// <summary>It grew and found nothing left.</summary>
    public bool IsStarved => _block->Starved != 0;

    /// <summary>Gives back what it does not need, but for a piece to grow into.</summary>
    public void GiveBack(long keep = VmBlock.GrantBytes)
    {
        var excess = _block->Granted - MemoryBytes - keep;
        if (excess > keep && !_disposed)
        {
            _block->Granted -= excess;
            _services.Memory.Release(excess);
        }
    }

    /// <summary>More memory was reserved for it.</summary>
    public void Feed(long bytes)
    {
        _block->Granted += bytes;
        _block->Starved = 0;
        _block->Overdraft = 0;
    }

    /// <summary>Collects its garbage and gives it back; answers whether there is enough now to go on.</summary>
    public bool TryDoWithLess()
    {
        CollectGarbage();
        GiveBack();
        if (!_services.Memory.TryReserve(MemoryBudget.GrowthBytes))
        {
            return false;
        }

        Feed(MemoryBudget.GrowthBytes);
        return true;
    }

    /// <summary>From here on it takes from the budget; what a new VM needs has been reserved for it.</summary>
    private void JoinBudget()
    {
        _block->Budget = _services.Memory.Figures;
        _block->Granted = MemoryBudget.NewVmBytes;
        if (MemoryBytes > _block->Granted)
        {
            _services.Memory.Force(MemoryBytes - _block->Granted);
            _block->Granted = MemoryBytes;
        }
    }

    private void LeaveBudget()
    {
        if (_block->Budget != null)
        {
            _services.Memory.Release(_block->Granted);
            _block->Budget = null;
        }
    }

    /// <summary>The figures with the templates that made the heap grow most.</summary>
    public VmInfo InfoByTemplate()
    {
        Publish();
        var grown = _isolatesByNumber.Values.Where(isolate => isolate.HeapGrowth > 0)
            .GroupBy(isolate => isolate.Source.Name, (name, versions) => new TemplateMemory(name, versions.Sum(version => version.HeapGrowth)))
            .OrderByDescending(template => template.HeapGrowthBytes).ThenBy(template => template.Template, StringComparer.Ordinal);
        return Info with { Templates = [.. grown.Take(ShownTemplates)] };
    }

    /// <summary>Notes what a template's slice made of the heap. Garbage of others that was collected meanwhile counts as its own, the other way round.</summary>
    private void Attribute(SubIsolate isolate, long before) => isolate.HeapGrowth += MemoryBytes - before;
}
