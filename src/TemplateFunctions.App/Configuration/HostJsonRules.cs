using System.Globalization;
using System.Text.Json;

namespace TemplateFunctions.App.Configuration;

/// <summary>One value of <c>host.json</c>.</summary>
/// <param name="Path">Its keys, joined with colons.</param>
/// <param name="Allowed">What the operator is told.</param>
/// <param name="Takes">Whether a value is taken.</param>
/// <param name="IsRequired">Whether the host's own default would not do.</param>
internal sealed record HostJsonRule(string Path, string Allowed, Func<JsonElement, bool> Takes, bool IsRequired = false);

/// <summary>The values of <c>host.json</c> that this app knows, with the ranges the host and its extensions document.</summary>
internal static class HostJsonRules
{
    private static readonly string[] Groups = ["extensions", "extensions:http", "extensions:queues", "extensions:durableTask", "extensions:durableTask:storageProvider"];

#if WITH_DURABLE_TASK_SCHEDULER
    private const string ProviderTypes = "AzureStorage, or azureManaged for the Durable Task Scheduler";
    private static readonly string[] Providers = ["AzureStorage", "azureManaged"];
#else
    private const string ProviderTypes = "AzureStorage; azureManaged, for the Durable Task Scheduler, needs an app built with WithDurableTaskScheduler=true";
    private static readonly string[] Providers = ["AzureStorage"];
#endif

    // Whatever stands below these is for somebody else to check.
    private static readonly string[] Open =
    [
        "logging", "concurrency", "healthMonitor", "aggregator", "singleton", "watchDirectories", "watchFiles", "managedDependency", "extensionBundle", "telemetryMode", "retry", "customHandler",
        "extensions:http:customHeaders", "extensions:http:hsts", "extensions:http:cors", "extensions:durableTask:tracing", "extensions:durableTask:notifications",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostJsonRule> All { get; } =
    [
        Text("version", "2.0", "2.0", required: true),
        Time("functionTimeout", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
        Text("extensions:http:routePrefix", "api", "api"),
        Whole("extensions:http:maxOutstandingRequests", -1, 100_000),
        Whole("extensions:http:maxConcurrentRequests", -1, 100_000),
        Flag("extensions:http:dynamicThrottlesEnabled"),
        Time("extensions:queues:maxPollingInterval", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
        Time("extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.FromDays(7)),
        Whole("extensions:queues:batchSize", 1, 32),
        Whole("extensions:queues:newBatchThreshold", 0, 10_000),
        Whole("extensions:queues:maxDequeueCount", 1, 100),
        Text("extensions:queues:messageEncoding", "none", "none: this app decodes base64 itself, and the host would drop a plain message unseen", required: true),
        new("extensions:durableTask:hubName", "3 to 45 letters and digits, beginning with a letter", IsHubName),
        Whole("extensions:durableTask:maxEntityOperationBatchSize", 1, 5_000),
        Whole("extensions:durableTask:maxConcurrentActivityFunctions", 1, 10_000),
        Whole("extensions:durableTask:maxConcurrentOrchestratorFunctions", 1, 10_000),
        Whole("extensions:durableTask:maxConcurrentEntityFunctions", 1, 10_000),
        Time("extensions:durableTask:entityMessageReorderWindowInMinutes", TimeSpan.Zero, TimeSpan.FromDays(1), minutes: true),
        Flag("extensions:durableTask:extendedSessionsEnabled"),
        new("extensions:durableTask:storageProvider:type", ProviderTypes, value => value.ValueKind == JsonValueKind.String && Providers.Contains(value.GetString())),
        Text("extensions:durableTask:storageProvider:connectionName", null, "the name of an app setting"),
        Text("extensions:durableTask:storageProvider:connectionStringName", null, "the name of an app setting"),
        Whole("extensions:durableTask:storageProvider:partitionCount", 1, 16),
        Whole("extensions:durableTask:storageProvider:controlQueueBatchSize", 1, 32),
        Whole("extensions:durableTask:storageProvider:controlQueueBufferThreshold", 1, 10_000),
        Time("extensions:durableTask:storageProvider:controlQueueVisibilityTimeout", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        Time("extensions:durableTask:storageProvider:workItemQueueVisibilityTimeout", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        Time("extensions:durableTask:storageProvider:maxQueuePollingInterval", TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)),
        Flag("extensions:durableTask:storageProvider:useTablePartitionManagement"),
        Flag("extensions:durableTask:storageProvider:useLegacyPartitionManagement"),
    ];

    public static HostJsonRule? Find(string path) => All.FirstOrDefault(rule => rule.Path.Equals(path, StringComparison.OrdinalIgnoreCase));

    public static bool IsGroup(string path) => Groups.Contains(path, StringComparer.OrdinalIgnoreCase);

    public static bool IsOpen(string path) => path.StartsWith('$') || Open.Contains(path, StringComparer.OrdinalIgnoreCase);

    private static HostJsonRule Whole(string path, long min, long max) => new(
        path,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        value => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max);

    private static HostJsonRule Flag(string path) => new(path, "true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    private static HostJsonRule Text(string path, string? only, string allowed, bool required = false) => new(
        path, allowed, value => value.ValueKind == JsonValueKind.String && (only is null || value.GetString() == only), required);

    private static HostJsonRule Time(string path, TimeSpan min, TimeSpan max, bool minutes = false) => minutes
        ? Whole(path, (long)min.TotalMinutes, (long)max.TotalMinutes)
        : new(
            path,
            $"a time from {min:c} to {max:c} (hh:mm:ss)",
            value => value.ValueKind == JsonValueKind.String
                && TimeSpan.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var time) && time >= min && time <= max);

    private static bool IsHubName(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 3 and <= 45 } name && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);
}
