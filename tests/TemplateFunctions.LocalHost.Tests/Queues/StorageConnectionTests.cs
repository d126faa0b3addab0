using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.LocalHost.Tests.Queues;

public sealed class StorageConnectionTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10001/devstoreaccount1", "devstoreaccount1")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite/", "http://azurite:10001/devstoreaccount1", "devstoreaccount1")]
    [InlineData("AccountName=acct;AccountKey=a2V5;QueueEndpoint=http://127.0.0.1:9/acct/", "http://127.0.0.1:9/acct", "acct")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=a2V5;EndpointSuffix=core.windows.net;", "https://acct.queue.core.windows.net/", "acct")]
    public void TryParse_ConnectionString_FindsEndpointAndAccount(string text, string endpoint, string account)
    {
        Assert.True(StorageConnection.TryParse(text, out var connection));
        Assert.Equal(new Uri(endpoint), connection.QueueEndpoint);
        Assert.Equal(account, connection.AccountName);
        Assert.DoesNotContain("a2V5", connection.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UseDevelopmentStorage=false")]
    [InlineData("AccountName=acct")]
    [InlineData("AccountName=acct;AccountKey=not base64!")]
    [InlineData("AccountName=acct;AccountKey=a2V5;QueueEndpoint=ftp://x")]
    [InlineData("AccountName=a;AccountName=b;AccountKey=a2V5")]
    [InlineData("nonsense")]
    public void TryParse_Anything_Else_IsRefused(string text) => Assert.False(StorageConnection.TryParse(text, out _));
}
