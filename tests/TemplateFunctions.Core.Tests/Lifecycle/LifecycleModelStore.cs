using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Lifecycle;

/// <summary>What survives every crash in the model: the stores, the queue, and the record of what was started.</summary>
internal sealed class LifecycleModelStore
{
    public (long Epoch, string Incarnation) Fence { get; private set; }

    public GuildVmState State { get; set; } = GuildVmState.Initial;

    public Dictionary<RunKey, Row> Journal { get; } = [];

    public HashSet<RunKey> Outcomes { get; } = [];

    public Dictionary<RunKey, LifecycleError> DeadLetters { get; } = [];

    public HashSet<RunKey> Accepted { get; } = [];

    /// <summary>Queue messages that were not acknowledged yet.</summary>
    public List<Message> Queue { get; } = [];

    /// <summary>The entity's inbox: operations that were signalled and not committed yet.</summary>
    public List<GuildOperation> Inbox { get; } = [];

    public HashSet<(RunKey Run, int Attempt)> Starts { get; } = [];

    public Dictionary<long, string> StartersByEpoch { get; } = [];

    /// <summary>What happened, for whoever reads a failure.</summary>
    public Queue<string> Notes { get; } = [];

    public void Note(string line)
    {
        Notes.Enqueue(line);
        if (Notes.Count > 60)
        {
            Notes.Dequeue();
        }
    }

    public bool TakeFence(long epoch, string incarnation)
    {
        if (Fence.Epoch < epoch || Fence == (epoch, incarnation))
        {
            Fence = (epoch, incarnation);
            return true;
        }

        return false;
    }

    public bool Refuses(long epoch) => Fence.Epoch > epoch;

    public sealed record Row(int Attempt, long Epoch, bool Started);

    public sealed class Message(RunKey run)
    {
        public RunKey Run { get; } = run;

        public int Dequeued { get; set; }

        /// <summary>The incarnation that works on it; null while it is visible.</summary>
        public string? Holder { get; set; }
    }
}
