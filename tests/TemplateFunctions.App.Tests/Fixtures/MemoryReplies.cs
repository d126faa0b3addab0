using System.Collections.Concurrent;
using System.Text;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Tests.Fixtures;

/// <summary>Reply queues that keep what they get.</summary>
internal sealed class MemoryReplies : IMessageSinks
{
    public ConcurrentQueue<(string Queue, string Body)> Sent { get; } = new();

    public IMessageSink Get(string name) => new Sink(this, name);

    private sealed class Sink(MemoryReplies replies, string name) : IMessageSink
    {
        public string Name => name;

        public ValueTask<string> EnqueueAsync(ReadOnlyMemory<byte> body, TimeSpan delay = default, CancellationToken cancellation = default)
        {
            replies.Sent.Enqueue((name, Encoding.UTF8.GetString(body.Span)));
            return new ValueTask<string>("id");
        }
    }
}
