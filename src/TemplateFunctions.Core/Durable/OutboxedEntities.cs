using System.Text;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// Keeps every promised message in the outbox before it goes to its entity, and names the row in it, so that whoever does what it
/// asks can remove the row. Durable Functions commits a batch whose worker process died as if it had been done, and with it the
/// messages are gone; what a timer or the holder itself repeats needs no row.
/// </summary>
internal sealed class OutboxedEntities(IGuildEntityClient engine, IOutboxStore outbox, string incarnation, TimeProvider time) : IGuildEntityClient
{
    /// <summary>When a message is sent for the second time. Later times are three times as far apart each.</summary>
    public static readonly TimeSpan FirstAgain = TimeSpan.FromSeconds(20);

    public async ValueTask SignalAsync(GuildId guild, GuildSignal signal, CancellationToken cancellation = default)
    {
        if (signal.Operation is GuildSignals.Recover or GuildSignals.Keep)
        {
            await engine.SignalAsync(guild, signal, cancellation);
            return;
        }

        var id = incarnation + EventIds.New(time);
        id = Encoding.UTF8.GetByteCount(signal.Argument) > OutboxRow.LargeArgument ? id + OutboxRow.LargeMark : id;
        var named = EntityRequest.NameRow(signal, id);
        await outbox.AddAsync(
            new OutboxRow { Id = id, Guild = guild, Operation = named.Operation, Argument = Encoding.UTF8.GetBytes(named.Argument), Due = time.GetUtcNow() + FirstAgain },
            cancellation);
        await engine.SignalAsync(guild, named, cancellation);
    }

    public ValueTask<GuildVmState?> GetAsync(GuildId guild, CancellationToken cancellation = default) => engine.GetAsync(guild, cancellation);
}
