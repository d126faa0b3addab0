using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Core.Storage.Embedded.Files;
using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>
/// Every port on one directory of the local disk, for one process: a write-ahead log with snapshots. What a method has answered
/// survives <c>kill -9</c> and, with <see cref="EmbeddedStoreOptions.FlushToDisk"/>, a power cut.
/// </summary>
public sealed class EmbeddedStore : IDisposable
{
    private readonly LogEngine engine;

    private EmbeddedStore(IStorageFiles files, EmbeddedStoreOptions options, TimeProvider time, ILogger logger)
    {
        var templates = new TemplateTable();
        var kv = new KvTable();
        var fences = new NumberTable(TableIds.KvFences);
        var results = new ResultTable();
        var letters = new DeadLetterTable();
        var counters = new NumberTable(TableIds.Counters);
        var inflight = new InflightTable();
        var states = new GuildStateTable();
        var claims = new NumberTable(TableIds.InflightFences);
        var errors = new ErrorTable();
        var messages = new QueueMessageTable();
        var deliveries = new NumberTable(TableIds.QueueDeliveries);
        engine = new LogEngine(
            files, options, time, logger, [templates, kv, fences, results, letters, counters, inflight, states, errors, messages, deliveries, claims]);
        Templates = new EmbeddedTemplateStore(engine, templates);
        Kv = new EmbeddedKvStore(engine, kv, fences, time);
        Results = new EmbeddedResultStore(engine, results, time);
        DeadLetters = new EmbeddedDeadLetterStore(engine, letters, counters, time);
        Inflight = new EmbeddedInflightStore(engine, inflight, states, claims);
        Errors = new EmbeddedErrorStore(engine, errors);
        Queues = new EmbeddedEventQueues(engine, messages, deliveries, time);
    }

    /// <summary>The templates.</summary>
    public ITemplateStore Templates { get; }

    /// <summary>The key-value store.</summary>
    public IKvStore Kv { get; }

    /// <summary>Runs and outcomes.</summary>
    public IResultStore Results { get; }

    /// <summary>Messages given up on.</summary>
    public IDeadLetterStore DeadLetters { get; }

    /// <summary>Parked runs and lifecycle states.</summary>
    public IInflightStore Inflight { get; }

    /// <summary>Recent failures of each guild.</summary>
    public IErrorStore Errors { get; }

    /// <summary>Durable queues.</summary>
    public IEventQueues Queues { get; }

    /// <summary>Whether the store accepts writes.</summary>
    public IStorageHealth Health => engine;

    /// <summary>What opening found, a torn tail among it.</summary>
    public RecoveryReport Recovery => engine.Recovery;

    /// <summary>
    /// Opens the directory, creating it when missing. <see cref="StorageException"/> when another process holds it, it cannot be used,
    /// or its files are damaged; <see cref="ArgumentException"/> for an option outside its range.
    /// </summary>
    public static EmbeddedStore Open(EmbeddedStoreOptions options, TimeProvider? time = null, ILogger? logger = null)
    {
        options.Validate();
        var files = new DiskFiles(options.Directory, options.FlushToDisk);
        return Open(files, options, time, logger);
    }

    /// <summary>Writes what is pending and lets go of the directory.</summary>
    public void Dispose() => engine.Dispose();

    /// <summary>Writes a snapshot now and waits for it; happens by itself otherwise.</summary>
    internal Task CompactAsync() => engine.CompactAsync();

    /// <summary>Opens on a given file layer, which it owns from then on.</summary>
    internal static EmbeddedStore Open(IStorageFiles files, EmbeddedStoreOptions options, TimeProvider? time = null, ILogger? logger = null)
    {
        try
        {
            return new EmbeddedStore(files, options, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }
}
