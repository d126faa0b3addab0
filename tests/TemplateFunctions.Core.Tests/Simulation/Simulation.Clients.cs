using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>What the app is asked for.</summary>
internal sealed partial class Simulation
{
    private readonly List<QueuedEvent> _queue = [];
    private readonly List<QueuedEvent> _accepted = [];
    private readonly List<Call> _calls = [];
    private readonly List<GuildId> _resetting = [];
    private int _events;

    private void Client()
    {
        var guild = _entities.Keys.ElementAt(_random.Next(_entities.Count));
        switch (_random.Next(100))
        {
            case < 40:
                Enqueue(guild);
                break;
            case < 60:
                Receive();
                break;
            case < 66:
                SendAgain();
                break;
            case < 80:
                Execute(guild);
                break;
            case < 84:
                Ask(p => p.Host.Guilds.DestroyAsync(guild).AsTask());
                break;
            case < 88:
                Ask(p => ResetAsync(p, guild));
                break;
            case < 91:
                Ask(p => p.Host.Guilds.QuarantineAsync(guild, TimeSpan.FromSeconds(_random.Next(120)), "an operator said so").AsTask());
                break;
            case < 93:
                Ask(p => p.Host.Guilds.ActAsync(guild, Encoding.UTF8.GetBytes($$"""{"type":"set_memory_limit","limit":{{_random.Next(1, 40) << 20}}}""")).AsTask());
                break;
            case < 95:
                Ask(p => p.Host.Templates.DeleteAsync(guild, "none").AsTask());
                EntityOf(guild).Inbox.Add(new SimulatedEntity.Message(EntityRequest.Reload($"v{_random.Next(3)}")));
                break;
            case < 97:
                EntityOf(guild).Inbox.Add(new SimulatedEntity.Message(Garbage()));
                break;
            case 97:
                Ask(p => p.Host.RecoverAsync());
                break;
            default:
                Replay();
                break;
        }
    }

    /// <summary>An asker whose process died under him may have been heard or not, for ever.</summary>
    private async Task ResetAsync(SimulatedProcess process, GuildId guild)
    {
        Witness.Unsuspected(guild);
        _resetting.Add(guild);
        try
        {
            await process.Host.Guilds.ResetAsync(guild);
        }
        finally
        {
            _resetting.Remove(guild);
        }
    }

    private bool IsReleasing(GuildId guild) => _resetting.Contains(guild) || EntityOf(guild).Inbox.Exists(m => m.Signal.Operation == GuildSignals.Reset);

    private GuildSignal Garbage() => _random.Next(4) switch
    {
        0 => new GuildSignal("dispatch", "{"),
        1 => new GuildSignal("execute", """{"key_event":"e","key_template":null,"run":{"started":7}}"""),
        2 => new GuildSignal("no such operation", "{}"),
        _ => new GuildSignal("quarantine", """{"until":"never"}"""),
    };

    private void Enqueue(GuildId guild)
    {
        var id = $"{(_random.Next(25) == 0 ? "deadly" : "event")}-{_events++}";
        var name = _random.Next(2) == 0 ? "FIRST" : "SECOND";
        var message = new QueuedEvent(guild, id, name == "FIRST" ? ["every"] : SimulatedTemplates.All,
            new EventMessage { Guild = guild, Event = new EventRequest { Name = name, BaseName = "Test", Id = id, DataJson = "1"u8.ToArray() } }.ToJson());
        _queue.Add(message);
        _accepted.Add(message);
    }

    /// <summary>A process gets a message of the queue; what it does not finish comes back, and sometimes what it has finished.</summary>
    private void Receive()
    {
        if (_queue.Where(m => m.Reader is null).ToArray() is not { Length: > 0 } visible)
        {
            return;
        }

        var message = visible[_random.Next(visible.Length)];
        var reader = message.Reader = Any();
        message.Dequeued++;
        Witness.Note($"{reader.Name} receives {message.Id} for the {message.Dequeued}. time");
        reader.Post(async () =>
        {
            try
            {
                await reader.Host.Intake.ConsumeAsync(
                    new QueueMessage(message.Id, "r", message.Body, message.Dequeued, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), "template-events");
                if (message.Reader == reader && (_random.Next(10) > 0 || message.Dequeued > 4))
                {
                    _queue.Remove(message);
                }
            }
            catch (StorageException)
            {
                // It comes back.
            }

            message.Reader = message.Reader == reader ? null : message.Reader;
        });
    }

    /// <summary>The engine delivers a message a second time.</summary>
    private void SendAgain()
    {
        var inbox = _entities.Values.ElementAt(_random.Next(_entities.Count)).Inbox;
        if (inbox.Count > 0)
        {
            inbox.Add(new SimulatedEntity.Message(inbox[_random.Next(inbox.Count)].Signal));
        }
    }

    private void Execute(GuildId guild)
    {
        var key = _random.Next(3) == 0 ? $"key{_random.Next(3)}" : null;
        var id = key is null ? $"http-{_events++}" : $"keyed-{key}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["template"] = "every",
            ["event"] = new { name = "FIRST", id },
            ["context"] = new { guild_id = guild.ToString() },
            ["wait_ms"] = _random.Next(2) == 0 ? 100 : 60_000,
        }.Concat(key is null ? [] : [new("idempotency_key", key)]).ToDictionary());
        var call = new Call(id);
        _calls.Add(call);
        Ask(async p => call.Answer = await p.Host.Guilds.ExecuteAsync(body));
    }

    private void Replay()
    {
        if (Letters.Count > 0)
        {
            var letter = Letters[_random.Next(Letters.Count)];
            using var body = JsonDocument.Parse(letter.Body);
            if (body.RootElement.TryGetProperty("templates", out var templates))
            {
                Witness.Replayed.Add(new RunKey(letter.Guild!.Value, body.RootElement.GetProperty("id").GetString()!, templates[0].GetString()!));
                Ask(p => p.Host.Guilds.ReplayAsync(letter.Id).AsTask());
            }
        }
    }

    /// <summary>Somebody asks a process for something; that the storage fails, or the process dies, is an answer too.</summary>
    private void Ask(Func<SimulatedProcess, Task> what)
    {
        var process = Any();
        process.Post(async () =>
        {
            try
            {
                await what(process);
            }
            catch (Exception failure) when (failure is StorageException or DeliveryInterruptedException)
            {
                // 503: the caller knows.
            }
        });
    }

    private sealed class Call(string eventId)
    {
        public string EventId => eventId;

        public Answer<ExecuteResult>? Answer { get; set; }
    }

    private sealed class QueuedEvent(GuildId guild, string id, string[] templates, byte[] body)
    {
        public GuildId Guild => guild;

        public string Id => id;

        public string[] Templates => templates;

        public byte[] Body => body;

        public int Dequeued { get; set; }

        public SimulatedProcess? Reader { get; set; }
    }
}
