using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Scheduling;

/// <summary>System timers count coarse ticks and may go off before the finer clock says that anything is due.</summary>
public sealed class EarlyTimerTests
{
    [Fact]
    public async Task Wait_AlarmGoesOffEarly_IsStillResumed()
    {
        await using var harness = new RuntimeHarness(time: new EarlyClock());

        Assert.Equal("true", await harness.Eval("return task.wait(0.1) >= 0.09").WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>Every timer goes off after half of its time.</summary>
    private sealed class EarlyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new EarlyTimer(base.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class EarlyTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime > TimeSpan.Zero ? dueTime / 2 : dueTime, period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
