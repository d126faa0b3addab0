namespace TemplateFunctions.Runtime.Memory;

/// <summary>The two numbers of a process's memory budget, where the allocators of all VMs can reach them.</summary>
internal struct BudgetFigures
{
    /// <summary>Bytes that VMs hold or may take without asking.</summary>
    public long Reserved;

    /// <summary>Bytes that all VMs together may hold.</summary>
    public long Limit;

    /// <summary>Takes bytes when they are there. From any thread.</summary>
    public static unsafe bool TryReserve(BudgetFigures* figures, long bytes)
    {
        while (true)
        {
            var reserved = Volatile.Read(ref figures->Reserved);
            if (reserved + bytes > figures->Limit)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref figures->Reserved, reserved + bytes, reserved) == reserved)
            {
                return true;
            }
        }
    }
}
