using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Entities;
using TemplateFunctions.Core.Durable;

namespace TemplateFunctions.App.Functions;

/// <summary>
/// Events from the queue. A function that returns has its message deleted; one that throws, which only failing storage brings
/// about, gets it again after <c>visibilityTimeout</c>.
/// </summary>
public sealed class EventFunctions(DurableGuildHost host, EntityClients clients, EventsQueue queue)
{
    private const string Queue = $"%{AppOptionsReader.EventsQueueSetting}%";

    [Function("OnEvent")]
    public Task OnEvent([QueueTrigger(Queue)] QueueMessage message, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        return host.Intake.ConsumeAsync(Read(message), queue.Name, cancellation);
    }

    [Function("OnPoison")]
    public Task OnPoison([QueueTrigger($"{Queue}-poison")] QueueMessage message, CancellationToken cancellation) =>
        host.Intake.RecordPoisonAsync(Read(message), queue.Poison, "The message was delivered as often as maxDequeueCount says, and failed each time; the log tells why.");

    private static Core.Storage.QueueMessage Read(QueueMessage message) => new(
        message.MessageId,
        message.PopReceipt,
        message.Body.ToMemory(),
        (int)message.DequeueCount,
        message.InsertedOn ?? DateTimeOffset.UnixEpoch,
        message.NextVisibleOn ?? DateTimeOffset.UnixEpoch);
}
