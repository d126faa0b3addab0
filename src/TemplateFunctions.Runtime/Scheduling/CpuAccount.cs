using System.Diagnostics;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// The processor time of one guild, as one point in time: when all that it has used will have come back. What it uses moves the point
/// ahead, stretched so that a whole limit is a window; a guild whose point is a window ahead has used its limit up.
/// </summary>
/// <remarks>
/// Kept by the process, not by the VM: a VM that breaks, is evicted or moves leaves it as it is. It counts time on VM threads, work of
/// the host for the guild there included; what a host function does elsewhere is not in it.
/// </remarks>
internal sealed class CpuAccount(GuildId guild, CpuRates rates)
{
    private readonly Lock _gate = new();
    private long _fullAt = long.MinValue;
    private long _unsettled;
    private long _untold;
    private volatile bool _usedUp;

    public GuildId Guild { get; } = guild;

    /// <summary>VMs that are charged here. Guarded by the ledger.</summary>
    public int Holders { get; set; }

    /// <summary>Whether to ask <see cref="Wait"/> before a turn.</summary>
    public bool UsedUp => _usedUp;

    /// <summary>Adds Stopwatch ticks; answers those that nobody outside was told of, once they are worth telling or the limit is reached, else 0.</summary>
    public long Charge(long ticks)
    {
        // Most turns are short: the clock is asked when some have come together.
        if ((_unsettled += ticks) < rates.Step)
        {
            return 0;
        }

        Settle(rates.Time.GetTimestamp());
        // At its limit the guild uses no more: who keeps the account for several processes must hear of the last bit as well.
        if (_untold < rates.Telling && !_usedUp)
        {
            return 0;
        }

        return Interlocked.Exchange(ref _untold, 0);
    }

    /// <summary>What was used and not told yet, when nobody uses more for now.</summary>
    public long TakeUntold()
    {
        Settle(rates.Time.GetTimestamp());
        return Interlocked.Exchange(ref _untold, 0);
    }

    /// <summary>Takes over what was used elsewhere, in another process or by an earlier one.</summary>
    public void Add(long ticks)
    {
        lock (_gate)
        {
            Move(ticks, rates.Time.GetTimestamp());
        }
    }

    /// <summary>How long the guild must stand still, in timestamp ticks; 0 when it may run.</summary>
    public long Wait(long now)
    {
        lock (_gate)
        {
            var wait = _usedUp ? _fullAt - now - rates.Resume : 0;
            if (wait <= 0)
            {
                _usedUp = false;
                return 0;
            }

            return wait;
        }
    }

    public GuildCpu Read(long now)
    {
        lock (_gate)
        {
            var ahead = Ahead(now) + (Interlocked.Read(ref _unsettled) * rates.Stretch);
            var wait = _usedUp ? Math.Max(0, _fullAt - now - rates.Resume) : 0;
            return new GuildCpu(rates.Span(ahead / rates.WindowTicks), rates.Limit, rates.Window, TimeSpan.FromSeconds((double)wait / rates.Time.TimestampFrequency));
        }
    }

    /// <summary>Whether everything used has come back.</summary>
    public bool IsRested(long now)
    {
        lock (_gate)
        {
            return Interlocked.Read(ref _unsettled) == 0 && Ahead(now) <= 0;
        }
    }

    private double Ahead(long now) => Math.Max(0, _fullAt == long.MinValue ? 0 : _fullAt - now);

    private void Settle(long now)
    {
        lock (_gate)
        {
            var ticks = Interlocked.Exchange(ref _unsettled, 0);
            _untold += ticks;
            Move(ticks, now);
        }
    }

    private void Move(long ticks, long now)
    {
        _fullAt = (_fullAt == long.MinValue ? now : Math.Max(_fullAt, now)) + (long)Math.Ceiling(ticks * rates.Stretch);
        _usedUp |= _fullAt - now >= rates.WindowTicks;
    }
}

/// <summary>The limit in the units that accounts count in.</summary>
internal sealed class CpuRates(RuntimeLimits limits, TimeProvider time)
{
    private static readonly double TicksPerSecond = Stopwatch.Frequency;

    public TimeProvider Time => time;

    public TimeSpan Limit => limits.GuildCpu;

    public TimeSpan Window => limits.GuildCpuWindow;

    /// <summary>The window in timestamp ticks.</summary>
    public long WindowTicks { get; } = (long)(limits.GuildCpuWindow.TotalSeconds * time.TimestampFrequency);

    /// <summary>Timestamp ticks until a Stopwatch tick of processor time has come back.</summary>
    public double Stretch { get; } = limits.GuildCpuWindow / limits.GuildCpu * time.TimestampFrequency / TicksPerSecond;

    /// <summary>Stopwatch ticks after which the clock is asked.</summary>
    public long Step { get; } = (long)(Math.Min(0.001, limits.GuildCpu.TotalSeconds / 64) * TicksPerSecond);

    /// <summary>Stopwatch ticks after which others are told: a hundredth of the limit.</summary>
    public long Telling { get; } = (long)(limits.GuildCpu.TotalSeconds / 100 * TicksPerSecond);

    /// <summary>
    /// How far ahead the point may be when a guild that stood still goes on, in timestamp ticks: it gets some slices then and
    /// not one, so that its runs do not stand still for each.
    /// </summary>
    public long Resume { get; } = (long)((limits.GuildCpuWindow.TotalSeconds - (Math.Min(limits.GuildCpu.TotalSeconds / 4, limits.Slice.TotalSeconds * 5)
        * (limits.GuildCpuWindow / limits.GuildCpu))) * time.TimestampFrequency);

    /// <summary>A share of the limit.</summary>
    public TimeSpan Span(double share) => limits.GuildCpu * share;

    public static TimeSpan ToSpan(long stopwatchTicks) => Stopwatch.GetElapsedTime(0, stopwatchTicks);

    public static long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * TicksPerSecond);
}
