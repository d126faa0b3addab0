using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>
/// The entity of a guild in a simulated engine: messages come at least once and in any order, some of them at a time; what a
/// batch of them leaves is committed as one or not at all, and then the batch is repeated, here or elsewhere.
/// </summary>
internal sealed class SimulatedEntity(GuildId guild)
{
    public GuildId Guild => guild;

    public string? Committed { get; set; }

    public List<Message> Inbox { get; } = [];

    public SimulatedProcess? Holder { get; set; }

    public Batch? Current { get; set; }

    public GuildVmState? State => Read(Committed);

    /// <summary>Has the holder begin with some of the messages.</summary>
    public void Begin(Random random, Witness witness)
    {
        Message[] taken = [.. Inbox.OrderBy(_ => random.Next()).Take(random.Next(1, 5))];
        var batch = Current = new Batch(taken);
        if (taken.Any(m => m.Signal.Operation == GuildSignals.Reset))
        {
            witness.Unsuspected(guild);
        }

        witness.Note($"entity {guild} on {Holder!.Name}: {string.Join(", ", taken.Select(m => m.Signal.Operation))}");
        var (holder, state) = (Holder!, Committed);
        holder.Post(() => RunAsync(holder.Host, batch, state));
    }

    /// <summary>Commits what the batch left.</summary>
    public void Commit(Witness witness)
    {
        foreach (var message in Current!.Messages)
        {
            Inbox.Remove(message);
        }

        Inbox.AddRange(Current.Left.Select(s => new Message(s)));
        Committed = Current.Result;
        Current = null;
        witness.Note($"entity {guild} committed {Committed}");
        witness.Committed(guild, State!);
    }

    /// <summary>The engine takes a batch whose process died for done, as Durable Functions does: the state stays, the messages are gone.</summary>
    public void Lose(Witness witness)
    {
        foreach (var message in Current!.Messages)
        {
            Inbox.Remove(message);
        }

        witness.Losses += Current.Messages.Length;
        witness.Note($"entity {guild} lost {Current.Messages.Length} messages");
        Current = null;
    }

    /// <summary>The engine gives the guild away; who has it now may not notice.</summary>
    public void Move(SimulatedProcess? to, Witness witness)
    {
        witness.Unsuspected(guild);
        Current = null;
        Holder = to;
    }

    private static GuildVmState? Read(string? json)
    {
        try
        {
            return json is null ? null : GuildVmStateJson.Read(System.Text.Encoding.UTF8.GetBytes(json));
        }
        catch (System.Text.Json.JsonException)
        {
            // As the app reads what it cannot make sense of.
            return null;
        }
    }

    private async Task RunAsync(DurableGuildHost host, Batch batch, string? state)
    {
        foreach (var message in batch.Messages)
        {
            var step = await host.Entity.ApplyAsync(guild, Read(state), message.Signal);
            var json = GuildVmStateJson.Write(step.State);
            Assert.InRange(json.Length, 1, GuildVmStateJson.MaxBytes - 1);
            state = System.Text.Encoding.UTF8.GetString(json);
            batch.Left.AddRange(step.Signals);
        }

        batch.Result = state;
    }

    /// <summary>One delivery of a signal.</summary>
    public sealed class Message(GuildSignal signal)
    {
        public GuildSignal Signal => signal;
    }

    public sealed class Batch(Message[] messages)
    {
        public Message[] Messages => messages;

        public List<GuildSignal> Left { get; } = [];

        /// <summary>Set when the last operation is done.</summary>
        public string? Result { get; set; }
    }
}

/// <summary>The engine, as one process reaches it.</summary>
internal sealed class SimulatedEntityClient(Func<GuildId, SimulatedEntity> entities, IWire wire) : IGuildEntityClient
{
    public async ValueTask SignalAsync(GuildId guild, GuildSignal signal, CancellationToken cancellation = default) =>
        await wire.CallAsync($"signal {signal.Operation}", () =>
        {
            entities(guild).Inbox.Add(new SimulatedEntity.Message(signal));
            return 0;
        });

    public ValueTask<GuildVmState?> GetAsync(GuildId guild, CancellationToken cancellation = default) =>
        wire.CallAsync($"get entity", () => entities(guild).State);
}
