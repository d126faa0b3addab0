using Azure.Core;

namespace Azure.Storage.Queues.Models
{
    public class QueueMessage
    {
        internal QueueMessage()
        {
        }

        public string MessageId { get; internal set; } = "";

        public string PopReceipt { get; internal set; } = "";

        public BinaryData Body { get; internal set; } = BinaryData.Empty;

        public DateTimeOffset? NextVisibleOn { get; internal set; }

        public DateTimeOffset? InsertedOn { get; internal set; }

        public long DequeueCount { get; internal set; }
    }

    public static class QueuesModelFactory
    {
        public static QueueMessage QueueMessage(
            string messageId,
            string popReceipt,
            BinaryData body,
            long dequeueCount,
            DateTimeOffset? nextVisibleOn = default,
            DateTimeOffset? insertedOn = default,
            DateTimeOffset? expiresOn = default) => new()
            {
                MessageId = messageId,
                PopReceipt = popReceipt,
                Body = body,
                DequeueCount = dequeueCount,
                NextVisibleOn = nextVisibleOn,
                InsertedOn = insertedOn,
            };
    }

    public class SendReceipt
    {
        internal SendReceipt()
        {
        }

        public string MessageId => throw new NotSupportedException();
    }
}

namespace Azure.Storage.Queues
{
    public class QueueClientOptions : ClientOptions
    {
        public QueueClientOptions(ServiceVersion version = (ServiceVersion)0)
        {
        }

        public enum ServiceVersion
        {
        }
    }

    public class QueueServiceClient
    {
        public QueueServiceClient(string connectionString, QueueClientOptions? options)
        {
        }

        public QueueServiceClient(Uri serviceUri, TokenCredential credential, QueueClientOptions? options = default)
        {
        }

        public virtual QueueClient GetQueueClient(string queueName) => throw new NotSupportedException();
    }

    public class QueueClient
    {
        protected QueueClient()
        {
        }

        public virtual string Name => throw new NotSupportedException();

        public virtual Task<Response> CreateIfNotExistsAsync(IDictionary<string, string>? metadata = default, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public virtual Task<Response<Models.SendReceipt>> SendMessageAsync(
            BinaryData message, TimeSpan? visibilityTimeout = default, TimeSpan? timeToLive = default, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
