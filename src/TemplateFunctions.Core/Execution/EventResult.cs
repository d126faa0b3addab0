namespace TemplateFunctions.Core.Execution;

/// <summary>What the sender of an event over HTTP gets.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Outcomes">Template and outcome JSON, when the sender waited and all runs have ended; else null: 202.</param>
/// <param name="Executions">Template to execution id, with 202.</param>
public sealed record EventResult(
    string EventId,
    IReadOnlyList<(string Template, ReadOnlyMemory<byte> Outcome)>? Outcomes,
    IReadOnlyDictionary<string, string>? Executions)
{
    /// <summary>All runs have ended; none is a run too.</summary>
    public static EventResult Ended(string eventId, IReadOnlyList<(string, ReadOnlyMemory<byte>)> outcomes) => new(eventId, outcomes, null);

    /// <summary>The runs go on.</summary>
    public static EventResult Accepted(string eventId, IReadOnlyDictionary<string, string> executions) => new(eventId, null, executions);

    /// <summary>Whether the answer is 202.</summary>
    public bool IsAccepted => Outcomes is null;

    /// <summary>The body of the HTTP answer: the map of outcomes, or <c>{event_id, executions}</c>.</summary>
    public byte[] ToJson() => Outcomes is not null ? OutcomeJson.Map(Outcomes) : OutcomeJson.Accepted(EventId, Executions!);
}
