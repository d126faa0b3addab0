namespace TemplateFunctions.Runtime.Limits;

/// <summary>Every limit of the runtime, with its unit. None of them can be switched off.</summary>
public sealed record RuntimeLimits
{
    /// <summary>The smallest <see cref="MemoryBytes"/>: below it a VM has no room to work in.</summary>
    public const long LeastMemoryBytes = 1L << 20;

    /// <summary>The largest <see cref="MemoryBytes"/>.</summary>
    public const long MostMemoryBytes = 1L << 30;

    /// <summary>Bytes of Lua heap a guild's VM may hold. 1 MiB to 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 20L << 20;

    /// <summary>
    /// Bytes that the heaps of all VMs of a process may hold together; half of the memory that the process may use unless set. Beyond it idle VMs
    /// make way and new ones wait. <see cref="MemoryBytes"/> to 1 TiB.
    /// </summary>
    public long AllVmsBytes { get; init; } = HalfOfTheMemory;

    /// <summary>Half of the memory that this process may use, whatever bounds it: the machine, a container or the heap's hard limit.</summary>
    public static long HalfOfTheMemory { get; } = Math.Max(64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>Bytes of native stack of a VM thread. 1 MiB to 256 MiB.</summary>
    public int StackBytes { get; init; } = 20 << 20;

    /// <summary>Wall time of a run, waiting included.</summary>
    public TimeSpan RunWall { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time a run may hold its thread in total, its tasks included.</summary>
    public TimeSpan RunCpu { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time all runs and tasks of a guild may hold VM threads at once when it has used none lately; from then on it gets as much as comes back,
    /// which is this much per <see cref="GuildCpuWindow"/>. At the limit its runs stand still until some has come back.
    /// </summary>
    public TimeSpan GuildCpu { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In which time <see cref="GuildCpu"/> comes back.</summary>
    public TimeSpan GuildCpuWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time a run may hold its thread before others get a turn.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a VM without work is kept.</summary>
    public TimeSpan IdleEviction { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of log a run may print; the rest is cut and said so.</summary>
    public int LogBytes { get; init; } = 64 << 10;

    /// <summary>Bytes of JSON a run may return.</summary>
    public int ResultBytes { get; init; } = 1 << 20;

    /// <summary>Runs of one guild that may be pending at once.</summary>
    public int PendingRunsPerGuild { get; init; } = 1_000;

    /// <summary>Tasks and timers a guild's VM may hold at once.</summary>
    public int TasksPerVm { get; init; } = 10_000;

    /// <summary>Bytes of source of one file, also of a chunk given to <c>load</c>.</summary>
    public int SourceFileBytes { get; init; } = 256 << 10;

    /// <summary>Bytes of the largest single allocation a script may cause.</summary>
    public int SingleAllocationBytes { get; init; } = 4 << 20;

    /// <summary>Largest hash part of a table, as a power of two of nodes.</summary>
    public int TableHashBits { get; init; } = 14;

    /// <summary>How long a VM thread may stay in one native call or host function, in real time, before it is given up.</summary>
    public TimeSpan ThreadGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How deep coroutines may resume each other.</summary>
    public int CoroutineDepth { get; init; } = 32;

    /// <summary>Checks what the runtime cannot work with; hosts have narrower ranges for their users.</summary>
    /// <exception cref="ArgumentException">Names the limit, its value and what is allowed.</exception>
    public void Require()
    {
        Require(MemoryBytes, LeastMemoryBytes, MostMemoryBytes, nameof(MemoryBytes));
        Require(AllVmsBytes, MemoryBytes, 1L << 40, nameof(AllVmsBytes));
        Require(StackBytes, 1 << 20, 256 << 20, nameof(StackBytes));
        Require(SingleAllocationBytes, 64 << 10, MostMemoryBytes, nameof(SingleAllocationBytes));
        Require(TableHashBits, 4, 26, nameof(TableHashBits));
        Require(CoroutineDepth, 1, 150, nameof(CoroutineDepth));
        Require(TasksPerVm, 1, 1_000_000, nameof(TasksPerVm));
        Require(PendingRunsPerGuild, 1, 1_000_000, nameof(PendingRunsPerGuild));
        Require(SourceFileBytes, 1, 16 << 20, nameof(SourceFileBytes));
        Require(LogBytes, 0, 64 << 20, nameof(LogBytes));
        Require(ResultBytes, 16, 64 << 20, nameof(ResultBytes));
        foreach (var (time, name) in new[] { (RunWall, nameof(RunWall)), (RunCpu, nameof(RunCpu)), (GuildCpu, nameof(GuildCpu)), (GuildCpuWindow, nameof(GuildCpuWindow)), (Slice, nameof(Slice)), (IdleEviction, nameof(IdleEviction)), (ThreadGrace, nameof(ThreadGrace)) })
        {
            Require(time.Ticks, 1, TimeSpan.FromDays(30).Ticks, name);
        }
    }

    private static void Require(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"The limit {name} is {value}; it must be {least} to {most}.", name);
        }
    }
}
