using System.Net;
using TemplateFunctions.Hosting.Http;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.LocalHost.Tests.Queues;

public sealed class RetryTests
{
    private static readonly RetryPolicy Quick = new(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Client_TroubleOfTheService_IsTriedAgainAndCounted(HttpStatusCode status)
    {
        var service = new ScriptedService(status, status, HttpStatusCode.Created);
        var client = Client(service);

        Assert.True(await client.CreateAsync("queue", CancellationToken.None));

        Assert.Equal(3, service.Requests);
        Assert.Equal(2, client.Retries);
    }

    [Fact]
    public async Task Client_TroubleThatStays_IsReportedAfterTheLastTry()
    {
        var service = new ScriptedService(HttpStatusCode.ServiceUnavailable);

        var failure = await Assert.ThrowsAsync<QueueServiceException>(() => Client(service).CreateAsync("queue", CancellationToken.None));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failure.Status);
        Assert.Equal(3, service.Requests);
    }

    [Fact]
    public async Task Client_Refusal_IsNotTriedAgain()
    {
        var service = new ScriptedService(HttpStatusCode.Forbidden);

        await Assert.ThrowsAsync<QueueServiceException>(() => Client(service).CreateAsync("queue", CancellationToken.None));

        Assert.Equal(1, service.Requests);
    }

    [Fact]
    public void DelayAfter_EveryTry_DoublesUpToTheCapAndIsSpread()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));

        Assert.Equal(TimeSpan.FromMilliseconds(50), policy.DelayAfter(1, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(100), policy.DelayAfter(1, 1));
        Assert.Equal(TimeSpan.FromMilliseconds(200), policy.DelayAfter(2, 1));
        Assert.Equal(TimeSpan.FromMilliseconds(300), policy.DelayAfter(8, 1));
    }

    private static AzureQueueClient Client(HttpMessageHandler service)
    {
        Assert.True(StorageConnection.TryParse("UseDevelopmentStorage=true", out var connection));
        return new AzureQueueClient(new HttpClient(service), connection, TimeProvider.System, Quick);
    }

    /// <summary>Answers with the given statuses in turn, the last one for ever.</summary>
    private sealed class ScriptedService(params HttpStatusCode[] statuses) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(statuses[Math.Min(Requests++, statuses.Length - 1)]));
    }
}
