namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>One message as the queue service hands it out.</summary>
/// <param name="Id">The service's id of the message.</param>
/// <param name="Text">The body as it was put.</param>
/// <param name="DequeueCount">How often it was handed out, this time included.</param>
/// <param name="InsertedAt">When it was put.</param>
/// <param name="PopReceipt">Proves who holds the message; null when it was only peeked at.</param>
internal sealed record AzureQueueMessage(string Id, string Text, int DequeueCount, DateTimeOffset InsertedAt, string? PopReceipt);
