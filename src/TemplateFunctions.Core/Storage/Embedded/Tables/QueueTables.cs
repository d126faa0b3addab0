using TemplateFunctions.Core.Storage.Embedded.Log;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>A queue message without its body. <paramref name="VisibleAt"/> is the delay it was enqueued with.</summary>
internal sealed record QueueMessageMeta(string Queue, string Id, DateTimeOffset EnqueuedAt, DateTimeOffset VisibleAt);

/// <summary>The messages of all queues. How often they were received stands in a table of its own, so that a receive writes no body.</summary>
internal sealed class QueueMessageTable() : RowTable<QueueMessageMeta>(TableIds.QueueMessages)
{
    private readonly Dictionary<string, QueueIndex> queues = new(StringComparer.Ordinal);

    public static string KeyOf(string queue, string id) => $"{queue}/{id}";

    public QueueIndex IndexOf(string queue)
    {
        if (!queues.TryGetValue(queue, out var index))
        {
            queues[queue] = index = new QueueIndex();
        }

        return index;
    }

    public override void Encode(QueueMessageMeta meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.String(meta.Queue);
        writer.String(meta.Id);
        writer.Time(meta.EnqueuedAt);
        writer.Time(meta.VisibleAt);
    }

    protected override QueueMessageMeta Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        return new QueueMessageMeta(reader.String(), reader.String(), reader.Time(), reader.Time());
    }

    protected override void Index(Row<QueueMessageMeta>? old, Row<QueueMessageMeta>? now)
    {
        var meta = (now ?? old)!.Meta;
        var index = IndexOf(meta.Queue);
        if (now is null)
        {
            index.Remove(meta.Id);
        }
        else
        {
            index.Hide(meta.Id, meta.VisibleAt, receipt: "");
        }
    }
}

/// <summary>
/// Who may see which message of one queue, and when. Lives in memory alone: after a restart nobody holds a message, so each is visible
/// again, apart from those enqueued with a delay.
/// </summary>
internal sealed class QueueIndex
{
    private readonly ExpiryIndex visibility = new();
    private readonly Dictionary<string, (DateTimeOffset VisibleAt, string Receipt)> messages = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = NewSignal();

    public int Count => messages.Count;

    public string? Newest { get; private set; }

    /// <summary>Completes when a message may have become visible earlier than was known.</summary>
    public Task Changed => changed.Task;

    public IEnumerable<string> Visible(DateTimeOffset now) => visibility.Until(now);

    public DateTimeOffset? NextVisible(DateTimeOffset now) => visibility.After(now);

    public string? ReceiptOf(string id) => messages.TryGetValue(id, out var message) ? message.Receipt : null;

    public void Hide(string id, DateTimeOffset until, string receipt)
    {
        DateTimeOffset? before = messages.TryGetValue(id, out var message) ? message.VisibleAt : null;
        visibility.Move(id, before, until);
        messages[id] = (until, receipt);
        if (Newest is null || string.CompareOrdinal(id, Newest) > 0)
        {
            Newest = id;
        }

        if (before is null || until < before)
        {
            changed.TrySetResult();
            changed = NewSignal();
        }
    }

    public void Remove(string id)
    {
        if (messages.Remove(id, out var message))
        {
            visibility.Move(id, message.VisibleAt, null);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
