namespace TemplateFunctions.Core.Execution;

/// <summary>
/// What a caller of <c>POST /execute</c> gets: an outcome of this very run, the stored JSON of an earlier one, or, when the
/// wait was exceeded, only the id under which the outcome will be found.
/// </summary>
public readonly record struct ExecuteResult(string ExecutionId, ExecutionOutcome? Outcome, ReadOnlyMemory<byte> StoredJson)
{
    /// <summary>Whether the run goes on: 202 with <c>Location: /executions/{id}</c>.</summary>
    public bool IsRunning => Outcome is null && StoredJson.IsEmpty;

    /// <summary>The run has ended.</summary>
    public static ExecuteResult Ended(ExecutionOutcome outcome) => new(outcome.ExecutionId, outcome, default);

    /// <summary>An earlier request with the same idempotency key has ended so.</summary>
    public static ExecuteResult Stored(string executionId, ReadOnlyMemory<byte> json) => new(executionId, null, json);

    /// <summary>The run goes on without its caller.</summary>
    public static ExecuteResult Running(string executionId) => new(executionId, null, default);

    /// <summary>Writes the body of the HTTP answer.</summary>
    public void WriteTo(System.Buffers.IBufferWriter<byte> output)
    {
        if (Outcome is not null)
        {
            OutcomeJson.Write(output, Outcome);
        }
        else
        {
            System.Buffers.BuffersExtensions.Write(output, IsRunning ? OutcomeJson.Running(ExecutionId) : StoredJson.Span);
        }
    }
}
