using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>The queues of the embedded store.</summary>
internal sealed partial class EmbeddedEventQueues(LogEngine engine, QueueMessageTable table, NumberTable deliveries, TimeProvider time)
    : IEventQueues
{
    private readonly ConcurrentDictionary<string, EmbeddedEventQueue> queues = new(StringComparer.Ordinal);

    public IEventQueue Get(string name) => Find(name);

    private EmbeddedEventQueue Find(string name) => ValidName().IsMatch(name) && name.Length is >= 3 and <= 63
        ? queues.GetOrAdd(name, key => new EmbeddedEventQueue(key, engine, table, deliveries, time))
        : throw new ArgumentException($"'{name}' is no queue name: 3 to 63 lower-case letters, digits and single hyphens are allowed.", nameof(name));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z")]
    private static partial Regex ValidName();
}
