using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.EndToEnd.Tests.Queues;

/// <summary>The queue client against the real emulator: signature, encoding, receipts.</summary>
public sealed class AzureQueueClientTests(Azurite azurite)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _queue = $"client-{Guid.NewGuid():N}";

    [Fact]
    public async Task Create_Twice_TellsOnlyTheFirstTime()
    {
        Assert.True(await azurite.Client.CreateAsync(_queue, None));
        Assert.False(await azurite.Client.CreateAsync(_queue, None));
    }

    [Theory]
    [InlineData("{\"text\":\"<a href='x'>&amp; \u00e4\u20ac \ud83d\ude00</a>\"}")]
    [InlineData("line\r\nline\n\ttab  ")]
    public async Task PutThenGet_AnyText_ComesBackUnchanged(string text)
    {
        await azurite.Client.CreateAsync(_queue, None);
        var id = await azurite.Client.PutAsync(_queue, text, TimeSpan.Zero, None);

        var message = Assert.Single(await azurite.Client.GetAsync(_queue, 32, TimeSpan.FromSeconds(30), None));

        Assert.Equal((id, text, 1), (message.Id, message.Text, message.DequeueCount));
        Assert.Empty(await azurite.Client.GetAsync(_queue, 32, TimeSpan.FromSeconds(30), None));
    }

    [Fact]
    public async Task Renew_ToNothing_GivesTheMessageBackWithItsCount()
    {
        await azurite.Client.CreateAsync(_queue, None);
        await azurite.Client.PutAsync(_queue, "{}", TimeSpan.Zero, None);
        var first = Assert.Single(await azurite.Client.GetAsync(_queue, 1, TimeSpan.FromSeconds(30), None));

        var renewed = await azurite.Client.RenewAsync(_queue, first.Id, first.PopReceipt!, TimeSpan.Zero, None);
        var second = Assert.Single(await azurite.Client.GetAsync(_queue, 1, TimeSpan.FromSeconds(30), None));

        Assert.NotNull(renewed);
        Assert.NotEqual(first.PopReceipt, renewed);
        Assert.Equal(2, second.DequeueCount);
        Assert.Null(await azurite.Client.RenewAsync(_queue, first.Id, first.PopReceipt!, TimeSpan.FromSeconds(30), None));
        Assert.False(await azurite.Client.DeleteAsync(_queue, first.Id, first.PopReceipt!, None));
        Assert.True(await azurite.Client.DeleteAsync(_queue, second.Id, second.PopReceipt!, None));
        Assert.Equal(0, await azurite.Client.CountAsync(_queue, None));
    }

    [Fact]
    public async Task Get_FullBatch_TakesThirtyTwo()
    {
        await azurite.Client.CreateAsync(_queue, None);
        for (var i = 0; i < 40; i++)
        {
            await azurite.Client.PutAsync(_queue, $"{{\"n\":{i}}}", TimeSpan.Zero, None);
        }

        Assert.Equal(32, (await azurite.Client.GetAsync(_queue, 32, TimeSpan.FromSeconds(30), None)).Count);
        Assert.Equal(8, (await azurite.Client.PeekAsync(_queue, 32, None)).Count);
        Assert.Equal(40, await azurite.Client.CountAsync(_queue, None));
    }

    [Fact]
    public async Task AnyCall_WithAnotherKey_IsRefusedWithoutRetry()
    {
        Assert.True(StorageConnection.TryParse(azurite.ConnectionString.Replace("Eby8", "AAAA", StringComparison.Ordinal), out var connection));
        using var http = new HttpClient();
        var client = new AzureQueueClient(http, connection, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<QueueServiceException>(() => client.CreateAsync(_queue, None));

        Assert.Equal(403, (int)refused.Status!);
        Assert.Equal(0, client.Retries);
    }
}
