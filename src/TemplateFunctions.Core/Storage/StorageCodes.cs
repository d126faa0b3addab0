namespace TemplateFunctions.Core.Storage;

/// <summary>The codes of <see cref="StorageException"/>. Each has a page in the diagnostics documentation.</summary>
public static class StorageCodes
{
    /// <summary>The store does not accept writes: disk full, directory read-only or a device error. Reads go on.</summary>
    public const string ReadOnly = "TF5101";

    /// <summary>Another process holds the data directory.</summary>
    public const string DirectoryInUse = "TF5102";

    /// <summary>A file of the store is damaged in the middle; starting would lose acknowledged data.</summary>
    public const string Corrupt = "TF5103";

    /// <summary>The data directory cannot be created, read or written at start.</summary>
    public const string DirectoryUnusable = "TF5104";

    /// <summary>The files were written by a newer version of the store.</summary>
    public const string UnknownFormat = "TF5105";

    /// <summary>One write is larger than a log record may be.</summary>
    public const string TooLarge = "TF5106";

    /// <summary>The store was closed while the operation was under way; the operation may or may not have been written.</summary>
    public const string Closed = "TF5107";

    /// <summary>A remote store did not answer or refused.</summary>
    public const string Unavailable = "TF5108";
}
