namespace TemplateFunctions.App.Storage;

/// <summary>A service of the storage account refused a request, or did not answer.</summary>
/// <param name="status">The HTTP status; 0 when no answer came.</param>
/// <param name="code">The service's error code, such as <c>TableNotFound</c>.</param>
/// <param name="message">One sentence.</param>
/// <param name="inner">What the client library threw.</param>
internal sealed class StorageServiceException(int status, string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Whether the table itself is missing.</summary>
    public bool IsTableMissing => Code == "TableNotFound";
}
