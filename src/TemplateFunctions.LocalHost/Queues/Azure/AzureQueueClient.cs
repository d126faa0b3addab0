using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>
/// The few calls of the Azure Storage queue protocol that a consumer needs, over plain HTTP: this host takes no Azure package.
/// </summary>
/// <remarks>
/// Throttling and server trouble are retried with jitter and counted in <see cref="Retries"/>. A put that is retried may arrive
/// twice: delivery is at least once. Misuse and lasting trouble raise <see cref="QueueServiceException"/>.
/// </remarks>
internal sealed class AzureQueueClient(HttpClient http, StorageConnection connection, TimeProvider time, RetryPolicy? retry = null)
{
    private readonly RetryPolicy _retry = retry ?? RetryPolicy.Default;
    private long _retries;

    /// <summary>Requests that were tried again since the start.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Makes the queue when it is missing; answers whether it was.</summary>
    public async Task<bool> CreateAsync(string queue, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Put, queue, null, cancellation);
        return answer.StatusCode == HttpStatusCode.Created;
    }

    /// <summary>Adds a message that never expires, visible after <paramref name="delay"/>; answers its id.</summary>
    public async Task<string> PutAsync(string queue, string text, TimeSpan delay, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, Invariant($"{queue}/messages?messagettl=-1&visibilitytimeout={Seconds(delay)}"), QueueXml.WriteMessage(text), cancellation);
        return QueueXml.ReadMessages(await answer.Content.ReadAsStreamAsync(cancellation))[0].Id;
    }

    /// <summary>Takes up to <paramref name="count"/> messages (1 to 32) and hides them for <paramref name="visibility"/>.</summary>
    public async Task<List<AzureQueueMessage>> GetAsync(string queue, int count, TimeSpan visibility, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, Invariant($"{queue}/messages?numofmessages={count}&visibilitytimeout={Seconds(visibility)}"), null, cancellation);
        return QueueXml.ReadMessages(await answer.Content.ReadAsStreamAsync(cancellation));
    }

    /// <summary>Looks at up to <paramref name="count"/> messages (1 to 32) without taking them.</summary>
    public async Task<List<AzureQueueMessage>> PeekAsync(string queue, int count, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, Invariant($"{queue}/messages?numofmessages={count}&peekonly=true"), null, cancellation);
        return QueueXml.ReadMessages(await answer.Content.ReadAsStreamAsync(cancellation));
    }

    /// <summary>Hides a held message for another <paramref name="visibility"/>; answers its new receipt, null when it is gone or somebody else holds it.</summary>
    public async Task<string?> RenewAsync(string queue, string id, string receipt, TimeSpan visibility, CancellationToken cancellation)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Put, Invariant($"{Held(queue, id, receipt)}&visibilitytimeout={Seconds(visibility)}"), null, cancellation);
            return answer.Headers.GetValues("x-ms-popreceipt").First();
        }
        catch (QueueServiceException refused) when (refused.IsLost)
        {
            return null;
        }
    }

    /// <summary>Removes a held message; answers false when it was gone or somebody else holds it by now.</summary>
    public async Task<bool> DeleteAsync(string queue, string id, string receipt, CancellationToken cancellation)
    {
        try
        {
            (await SendAsync(HttpMethod.Delete, Held(queue, id, receipt), null, cancellation)).Dispose();
            return true;
        }
        catch (QueueServiceException refused) when (refused.IsLost)
        {
            return false;
        }
    }

    /// <summary>Messages in the queue, hidden ones included; the service calls the figure approximate.</summary>
    public async Task<int> CountAsync(string queue, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"{queue}?comp=metadata", null, cancellation);
        return int.Parse(answer.Headers.GetValues("x-ms-approximate-messages-count").First(), CultureInfo.InvariantCulture);
    }

    private static string Held(string queue, string id, string receipt) => $"{queue}/messages/{id}?popreceipt={Uri.EscapeDataString(receipt)}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, byte[]? body, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await TryAsync(method, pathAndQuery, body, cancellation);
            if (answer is { IsSuccessStatusCode: true })
            {
                return answer;
            }

            using (answer)
            {
                if (attempt == _retry.Attempts || (answer is not null && !RetryPolicy.IsTransient(answer.StatusCode)))
                {
                    throw answer is null
                        ? new QueueServiceException($"The queue service at {connection.QueueEndpoint} cannot be reached: {failure!.Message}", failure)
                        : new QueueServiceException(answer.StatusCode, ErrorCode(answer));
                }
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(_retry.DelayAfter(attempt, Random.Shared.NextDouble()), time, cancellation);
        }
    }

    private async Task<(HttpResponseMessage? Answer, Exception? Failure)> TryAsync(HttpMethod method, string pathAndQuery, byte[]? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{connection.QueueEndpoint.AbsoluteUri.TrimEnd('/')}/{pathAndQuery}"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/xml") } };
        }
        else if (method == HttpMethod.Put)
        {
            // The service asks every put for a length, also for that of nothing.
            request.Content = new ByteArrayContent([]);
        }

        SharedKeySigner.Sign(request, connection, time.GetUtcNow());
        try
        {
            return (await http.SendAsync(request, cancellation), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (null, failure);
        }
    }

    private static string ErrorCode(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : answer.StatusCode.ToString();
}
