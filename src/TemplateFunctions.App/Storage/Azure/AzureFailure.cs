using Azure;
using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Storage.Azure;

/// <summary>What the client libraries throw, in our words.</summary>
internal static class AzureFailure
{
    // Codes that say a row was not as a change expects it; others of the same status speak of the table or the request.
    private static readonly string[] Refusals =
        ["EntityAlreadyExists", "UpdateConditionNotSatisfied", "ConditionNotMet", "ResourceNotFound", "EntityNotFound"];

    /// <summary>Whether a row was not as the change expects it.</summary>
    public static bool IsRefusal(RequestFailedException failure) =>
        failure.Status is 404 or 409 or 412 && (Refusals.Contains(failure.ErrorCode) || failure.Status == 412);

    /// <summary>Whether the service or the way to it failed, and not the caller or this program.</summary>
    public static bool IsOfService(Exception failure, CancellationToken cancellation) => failure switch
    {
        RequestFailedException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        AggregateException all => all.InnerExceptions.All(one => IsOfService(one, cancellation)),
        HttpRequestException or IOException => true,
        _ => failure.GetType().Namespace == "Azure.Identity",
    };

    public static StorageServiceException Of(Exception failure)
    {
        var first = failure is AggregateException { InnerExceptions: [var inner, ..] } ? inner : failure;
        return first is RequestFailedException refused
            ? new StorageServiceException(refused.Status, refused.ErrorCode ?? (refused.Status == 0 ? "Unreachable" : $"Status{refused.Status}"), FirstLine(refused.Message), failure)
            : new StorageServiceException(0, "Unreachable", FirstLine(first.Message), failure);
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
