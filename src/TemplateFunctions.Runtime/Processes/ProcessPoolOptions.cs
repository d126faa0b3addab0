namespace TemplateFunctions.Runtime.Processes;

/// <summary>The child processes of <c>process-pool</c>.</summary>
public sealed record ProcessPoolOptions
{
    /// <summary>How many there are. 1 to 256; defaults to the number of cores.</summary>
    public int Processes { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>VM threads of each. 1 to 64.</summary>
    public int ThreadsPerProcess { get; init; } = 1;

    /// <summary>Bytes of managed heap a process may use; over it, it ends. The heaps of its VMs are not part of it. 32 MiB to 64 GiB.</summary>
    public long HeapBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of resident memory at which a process is replaced. 64 MiB to 1 TiB.</summary>
    public long ResidentBytes { get; init; } = 1L << 30;

    /// <summary>How long a process may say nothing, or need to start, before it is replaced. 1 s to 10 minutes.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a process that ended is waited for the first time; doubled each time it ends again. 1 ms to 1 minute.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait. A process that has lived so long counts as sound again. 1 ms to 1 hour.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many processes of their own may run suspects at once; the others wait. 1 to 64.</summary>
    public int LoneProcesses { get; init; } = 4;

    /// <summary>The worker's assembly; null finds it beside the host's.</summary>
    public string? WorkerPath { get; init; }

    /// <summary>Another program in the worker's place. For tests of what the host does about it.</summary>
    internal IReadOnlyList<string>? Command { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what is allowed.</exception>
    public void Require()
    {
        Require(Processes, 1, 256, nameof(Processes));
        Require(ThreadsPerProcess, 1, 64, nameof(ThreadsPerProcess));
        Require(HeapBytes, 32L << 20, 64L << 30, nameof(HeapBytes));
        Require(ResidentBytes, 64L << 20, 1L << 40, nameof(ResidentBytes));
        Require(Grace.Ticks, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute * 10, nameof(Grace));
        Require(FirstPause.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMinute, nameof(FirstPause));
        Require(LongestPause.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerHour, nameof(LongestPause));
        Require(LoneProcesses, 1, 64, nameof(LoneProcesses));
    }

    /// <summary>How long to wait before the next start after so many ends in a row.</summary>
    internal TimeSpan Pause(int ends)
    {
        var factor = Math.Pow(2, Math.Clamp(ends - 1, 0, 60));
        return TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * factor, LongestPause.Ticks));
    }

    private static void Require(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"The option {name} of the process pool is {value}; it must be {least} to {most}.", name);
        }
    }
}
