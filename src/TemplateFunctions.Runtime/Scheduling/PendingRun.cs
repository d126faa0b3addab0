using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>A run that was accepted and has not started: it holds nothing in the VM yet.</summary>
/// <param name="Request">What to run.</param>
/// <param name="Sink">Who gets the result.</param>
/// <param name="Accepted">Timestamp of the time provider.</param>
internal readonly record struct PendingRun(RunRequest Request, IRunSink Sink, long Accepted);

/// <summary>Which limit a deadline stands for.</summary>
internal static class KillReasons
{
    public const int Cpu = 1;
    public const int Wall = 2;
    public const int CannotYield = 3;
}
