namespace TemplateFunctions.Core.Storage;

/// <summary>A received message. It stays invisible to others until <see cref="VisibleAt"/> unless renewed.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Receipt">Proves the latest receive or renewal; an older one no longer renews or deletes.</param>
/// <param name="Body">The message as it was enqueued, at most 64 KiB.</param>
/// <param name="DequeueCount">1 on the first receive.</param>
/// <param name="EnqueuedAt">When it was accepted.</param>
/// <param name="VisibleAt">When it comes back.</param>
public sealed record QueueMessage(
    string Id, string Receipt, ReadOnlyMemory<byte> Body, int DequeueCount, DateTimeOffset EnqueuedAt, DateTimeOffset VisibleAt);
