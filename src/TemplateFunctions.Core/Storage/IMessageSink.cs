namespace TemplateFunctions.Core.Storage;

/// <summary>The end of a queue that messages are put into.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IMessageSink
{
    /// <summary>The queue's name.</summary>
    string Name { get; }

    /// <summary>Accepts a message, visible after <paramref name="delay"/> (at once by default); returns its id.</summary>
    ValueTask<string> EnqueueAsync(ReadOnlyMemory<byte> body, TimeSpan delay = default, CancellationToken cancellation = default);
}

/// <summary>Queues to put messages into, made when first used.</summary>
public interface IMessageSinks
{
    /// <summary>The queue of that name: 3-63 lower-case letters, digits and single hyphens, as storage queues demand.</summary>
    IMessageSink Get(string name);
}
