using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What a conformance suite needs of an adapter: its ports on fresh storage, a clock, and a restart that keeps the data.</summary>
internal abstract class StorageHarness : IAsyncDisposable
{
    public FakeClock Clock { get; } = new();

    public abstract ITemplateStore Templates { get; }

    public abstract IKvStore Kv { get; }

    public abstract IResultStore Results { get; }

    public abstract IDeadLetterStore DeadLetters { get; }

    /// <summary>How many dead letters of a guild its store keeps.</summary>
    public virtual int DeadLettersPerGuild => StorageLimits.DeadLettersPerGuild;

    public abstract IInflightStore Inflight { get; }

    public abstract IErrorStore Errors { get; }

    public virtual IOutboxStore Outbox => throw new NotSupportedException("One process holds all guilds here: nothing is sent to entities.");

    public abstract IEventQueues Queues { get; }

    /// <summary>Ends this process's view and opens the same data again.</summary>
    public abstract ValueTask RestartAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>Base of every suite: an adapter derives from the suites and gives its harness.</summary>
public abstract class ConformanceSuite : IAsyncDisposable
{
    private protected static readonly GuildId Guild = new(733_000_000_000_000_001);
    private protected static readonly GuildId Other = new(ulong.MaxValue);
    private StorageHarness? harness;

    private protected StorageHarness Harness => harness ??= CreateHarness();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (harness is not null)
        {
            await harness.DisposeAsync();
        }
    }

    private protected abstract StorageHarness CreateHarness();

    private protected static ReadOnlyMemory<byte> Json(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private protected static string Text(ReadOnlyMemory<byte> json) => System.Text.Encoding.UTF8.GetString(json.Span);
}
