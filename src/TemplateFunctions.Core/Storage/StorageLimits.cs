namespace TemplateFunctions.Core.Storage;

/// <summary>Bounds that every store keeps, whatever it is built on. Sizes in bytes unless said otherwise.</summary>
public static class StorageLimits
{
    /// <summary>Templates of one guild.</summary>
    public const int TemplatesPerGuild = 100;

    /// <summary>Parked runs of one guild.</summary>
    public const int InflightPerGuild = 10_000;

    /// <summary>Entries of a guild's error ring.</summary>
    public const int ErrorsPerGuild = 200;

    /// <summary>Dead letters kept of one guild; the oldest make room.</summary>
    public const int DeadLettersPerGuild = 10_000;

    /// <summary>Key-value records of one guild.</summary>
    public const int KvRecordsPerGuild = 100_000;

    /// <summary>Keys and values of one guild together.</summary>
    public const long KvBytesPerGuild = 64L * 1024 * 1024;

    /// <summary>Characters of a key.</summary>
    public const int KvKeyLength = 512;

    /// <summary>Scopes of one record.</summary>
    public const int KvScopes = 16;

    /// <summary>Characters of a scope.</summary>
    public const int KvScopeLength = 128;

    /// <summary>Serialised value of one record.</summary>
    public const int KvValueBytes = 256 * 1024;

    /// <summary>Values that one search returns.</summary>
    public const int KvFindBytes = 16 * 1024 * 1024;

    /// <summary>Body of a queue message, as storage queues have it.</summary>
    public const int QueueMessageBytes = 64 * 1024;

    /// <summary>How long outcomes are kept, and duplicates of their runs recognised.</summary>
    public static readonly TimeSpan ResultLifetime = TimeSpan.FromHours(24);
}
