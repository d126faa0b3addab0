namespace TemplateFunctions.LocalHost.Queues;

/// <summary>How the pump takes messages; the defaults are what the Function app's host.json sets, where it has such a setting.</summary>
internal sealed record QueuePumpOptions
{
    /// <summary>Messages a request asks for; the service's own limit is 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Messages held at once; a further batch is asked for when half of it is free.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>How long a message is hidden before it must be renewed: what a killed host's messages wait for.</summary>
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a message waits after a storage failure.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deliveries before a message becomes poison.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long the pump leaves a queue alone that cannot be read.</summary>
    public TimeSpan TroublePause { get; init; } = TimeSpan.FromSeconds(1);
}
