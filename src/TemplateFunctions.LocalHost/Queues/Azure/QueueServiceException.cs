using System.Net;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>The queue service refused a request, or stayed unreachable through every retry.</summary>
internal sealed class QueueServiceException : Exception
{
    public QueueServiceException(HttpStatusCode status, string code)
        : base($"The queue service answered {(int)status} {code}.")
    {
        Status = status;
        Code = code;
    }

    public QueueServiceException(string message, Exception inner)
        : base(message, inner) => Code = "Unreachable";

    /// <summary>Null when no answer came.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The service's error code, such as <c>MessageNotFound</c>.</summary>
    public string Code { get; }

    /// <summary>Whether it says that the message is gone, or held by somebody else.</summary>
    public bool IsLost => Code is "MessageNotFound" or "PopReceiptMismatch";
}
