namespace TemplateFunctions.Core.Storage;

/// <summary>
/// The store cannot do what it must: an infrastructure failure, never a template's or a caller's. Expected refusals
/// (a fenced write, a version that changed, a full guild) are values of the operation instead.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the failure with its code and one sentence that names the file or directory and what to do.</summary>
    public StorageException(string code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
    }

    /// <summary>One of <see cref="StorageCodes"/>.</summary>
    public string Code { get; }
}
