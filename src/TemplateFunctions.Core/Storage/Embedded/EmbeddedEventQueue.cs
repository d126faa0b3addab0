using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>One queue in the embedded store.</summary>
internal sealed class EmbeddedEventQueue(
    string name, LogEngine engine, QueueMessageTable table, NumberTable deliveries, TimeProvider time) : IEventQueue
{
    private const int MostAtOnce = 32;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private readonly Partition here = new(Area.Queue, (ulong)string.GetHashCode(name, StringComparison.Ordinal));
    private readonly AgeIds ids = new(time);
    private long receipts;

    public string Name => name;

    private QueueIndex Index => table.IndexOf(name);

    public ValueTask<string> EnqueueAsync(ReadOnlyMemory<byte> body, TimeSpan delay = default, CancellationToken cancellation = default)
    {
        if (body.Length > StorageLimits.QueueMessageBytes)
        {
            throw new ArgumentException($"The message takes {body.Length} bytes; at most {StorageLimits.QueueMessageBytes} are allowed.", nameof(body));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return engine.WriteAsync(here, transaction => Add(transaction, body, delay), cancellation);
    }

    public async ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MostAtOnce);
        List<QueueMessage> taken = [];
        try
        {
            await engine.WriteAsync(
                here,
                transaction =>
                {
                    taken = Take(transaction, max, visibility);
                    return taken.Count;
                },
                cancellation).ConfigureAwait(false);
            return await engine.ReadAsync(
                here,
                () => taken.ConvertAll(message => (Message: message, Row: RowOf(message.Id))),
                IReadOnlyList<QueueMessage> (found) =>
                    [.. found.Where(pair => pair.Row is not null).Select(pair => pair.Message with { Body = pair.Row!.ReadBody() })],
                cancellation).ConfigureAwait(false);
        }
        catch
        {
            // Nobody got them: they must not stay hidden.
            engine.Locked(() => taken.TrueForAll(message => Hide(message, TimeSpan.Zero) is not null));
            throw;
        }
    }

    public ValueTask<QueueMessage?> RenewAsync(QueueMessage message, TimeSpan visibility, CancellationToken cancellation = default) =>
        cancellation.IsCancellationRequested
            ? ValueTask.FromCanceled<QueueMessage?>(cancellation)
            : ValueTask.FromResult(engine.Locked(() => Hide(message, visibility)));

    public ValueTask<bool> DeleteAsync(QueueMessage message, CancellationToken cancellation = default) =>
        engine.WriteAsync(here, transaction => Remove(transaction, message), cancellation);

    /// <summary>Both queues stand in one log: the message is in exactly one of them at any time.</summary>
    public async ValueTask<bool> PoisonAsync(QueueMessage message, CancellationToken cancellation = default)
    {
        var poison = new EmbeddedEventQueue(name + "-poison", engine, table, deliveries, time);
        return await engine.WriteAsync(
            here,
            transaction =>
            {
                var removed = Remove(transaction, message);
                if (removed)
                {
                    poison.Add(transaction, message.Body, TimeSpan.Zero);
                }

                return removed;
            },
            cancellation).ConfigureAwait(false);
    }

    public async ValueTask WaitAsync(CancellationToken cancellation = default)
    {
        var (visible, next, changed) = await engine.ReadAsync(
            here,
            () =>
            {
                var now = time.GetUtcNow();
                return (Index.Visible(now).Any(), Index.NextVisible(now) - now, Index.Changed);
            },
            cancellation).ConfigureAwait(false);
        if (visible)
        {
            return;
        }

        if (next is not { } delay)
        {
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timer = Task.Delay(delay < LongestWait ? delay : LongestWait, time, either.Token);
        await Task.WhenAny(changed, timer).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    public ValueTask<int> CountAsync(CancellationToken cancellation = default) =>
        engine.ReadAsync(here, () => Index.Count, cancellation);

    private string Add(Transaction transaction, ReadOnlyMemory<byte> body, TimeSpan delay)
    {
        var now = time.GetUtcNow();
        var id = ids.Next(Index.Newest);
        transaction.Put(table, QueueMessageTable.KeyOf(name, id), new QueueMessageMeta(name, id, now, now + delay), body);
        return id;
    }

    private List<QueueMessage> Take(Transaction transaction, int max, TimeSpan visibility)
    {
        var now = time.GetUtcNow();
        var taken = new List<QueueMessage>();
        foreach (var id in Index.Visible(now).Take(max).ToArray())
        {
            var key = QueueMessageTable.KeyOf(name, id);
            var count = deliveries.Get(key) + 1;
            transaction.Put(deliveries, key, count);
            var receipt = NextReceipt();
            Index.Hide(id, now + visibility, receipt);
            taken.Add(new QueueMessage(id, receipt, default, (int)count, RowOf(id)!.Meta.EnqueuedAt, now + visibility));
        }

        return taken;
    }

    private QueueMessage? Hide(QueueMessage message, TimeSpan visibility)
    {
        if (Index.ReceiptOf(message.Id) != message.Receipt)
        {
            return null;
        }

        var renewed = message with { VisibleAt = time.GetUtcNow() + visibility, Receipt = NextReceipt() };
        Index.Hide(message.Id, renewed.VisibleAt, renewed.Receipt);
        return renewed;
    }

    private bool Remove(Transaction transaction, QueueMessage message)
    {
        if (Index.ReceiptOf(message.Id) != message.Receipt)
        {
            return false;
        }

        var key = QueueMessageTable.KeyOf(name, message.Id);
        transaction.Delete(table, key);
        transaction.Delete(deliveries, key);
        return true;
    }

    private Row<QueueMessageMeta>? RowOf(string id) => table.TryGet(QueueMessageTable.KeyOf(name, id), out var row) ? row : null;

    private string NextReceipt() => (++receipts).ToString("x", System.Globalization.CultureInfo.InvariantCulture);
}
