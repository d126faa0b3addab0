namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF51xx: the storage of the host.</summary>
public static class StorageDiagnostics
{
    public static readonly Diagnostic ReadOnly = new(
        "TF5101",
        "The store takes no writes",
        "The disk is full, the data directory is read-only or its device fails. Reads go on; nothing that was acknowledged is lost.",
        "Make room on the disk or mend the device, then restart the host.",
        503);

    public static readonly Diagnostic DirectoryInUse = new(
        "TF5102",
        "The data directory is in use",
        "Another process holds the data directory. Two processes would destroy each other's data.",
        "Stop the other process or set another `TemplateFunctions:DataDirectory`.");

    public static readonly Diagnostic Corrupt = new(
        "TF5103",
        "The data directory is damaged",
        "A file of the store fails its checksum before its end, which a crash cannot cause. The message names the file. The host did not start, because acknowledged data would be lost.",
        "Restore the directory from a backup.");

    public static readonly Diagnostic DirectoryUnusable = new(
        "TF5104",
        "The data directory cannot be used",
        "The directory cannot be created, read or written.",
        "Set `TemplateFunctions:DataDirectory` to a directory that the host's user may write.");

    public static readonly Diagnostic UnknownFormat = new(
        "TF5105",
        "The data directory has a newer format",
        "The files were written by a newer version of the host.",
        "Start the newer version, or use another directory.");

    public static readonly Diagnostic TooLarge = new(
        "TF5106",
        "One write is too large",
        "A single write is larger than a record of the store may be.",
        "Store less at once.",
        413);

    public static readonly Diagnostic Closed = new(
        "TF5107",
        "The store was closed",
        "The host shut down while the operation was under way. It may or may not have been written.",
        "Send the request again when the host is back, with the same event id or idempotency key.",
        503);

    public static readonly Diagnostic Unavailable = new(
        "TF5108",
        "Storage is not available",
        "The storage account did not answer or refused the operation. Queue messages come back.",
        "Try again later; the operator should look at the storage account and the host's rights on it.",
        503);
}
