using System.Diagnostics;
using TemplateFunctions.Runtime.Memory;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// Bounds the work of one call of a text primitive, in steps of a few nanoseconds, and watches the clock of the run while it goes on.
/// </summary>
/// <remarks>
/// A call may take <see cref="BaseSteps"/> plus 32 for each byte of its subject; one attempt to match at one position may take
/// <see cref="BaseSteps"/> plus 4 for each byte, because between attempts a long call can pause and give the thread away, and
/// inside one it cannot. Past the run's deadline nothing is granted. It does not cover memory.
/// </remarks>
internal struct StepMeter
{
    public const long BaseSteps = 1_000_000;
    private const int Interval = 4096;

    private readonly long _deadline;
    private readonly long _sliceEnd;
    private readonly long _attemptLimit;
    private long _total;
    private long _attempt;
    private int _left;

    public StepMeter(long total, long attemptLimit, long deadline, long sliceEnd)
    {
        _total = total;
        _attempt = _attemptLimit = attemptLimit;
        _deadline = deadline;
        _sliceEnd = sliceEnd;
        _left = Interval;
    }

    /// <summary>Set at a checkpoint that found the running slice over: stop at the next place where the work can be taken up again.</summary>
    public bool SliceOver { readonly get; private set; }

    /// <summary>Steps that are left, to be carried over a pause.</summary>
    public readonly long Remaining => _total - (Interval - _left);

    public static long TotalFor(int subjectLength) => BaseSteps + (32L * subjectLength);

    public static unsafe StepMeter For(VmBlock* block, int subjectLength) => Resume(block, subjectLength, TotalFor(subjectLength));

    public static unsafe StepMeter Resume(VmBlock* block, int subjectLength, long remaining) =>
        new(remaining, BaseSteps + (4L * subjectLength), block->Deadline, block->SliceEnd);

    public void BeginAttempt() => _attempt = _attemptLimit;

    /// <summary>Takes steps; false when they are used up or the run's time is.</summary>
    public bool Spend(int steps)
    {
        _left -= steps;
        return _left > 0 || Checkpoint();
    }

    private bool Checkpoint()
    {
        var spent = Interval - _left;
        _left = Interval;
        _total -= spent;
        _attempt -= spent;
        var now = Stopwatch.GetTimestamp();
        SliceOver |= now >= _sliceEnd || now >= _deadline;
        return _total > 0 && _attempt > 0 && now < _deadline;
    }
}
