using System.Text;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.LocalHost.Tests.Queues;

public sealed class SharedKeySignerTests
{
    [Fact]
    public void StringToSign_Put_HoldsLengthTypeHeadersAndSortedDecodedQuery()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:10001/acct/queue/messages?visibilitytimeout=0&messagettl=-1&popreceipt=a%2Bb");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("<x/>")) { Headers = { ContentType = new("application/xml") } };
        request.Headers.Add("x-ms-version", "2021-12-02");
        request.Headers.Add("x-ms-date", "Fri, 20 Nov 2026 00:00:00 GMT");

        Assert.Equal(
            "POST\n\n\n4\n\napplication/xml\n\n\n\n\n\n\nx-ms-date:Fri, 20 Nov 2026 00:00:00 GMT\nx-ms-version:2021-12-02\n/acct/acct/queue/messages\nmessagettl:-1\npopreceipt:a+b\nvisibilitytimeout:0",
            SharedKeySigner.StringToSign(request, "acct"));
    }

    [Fact]
    public void StringToSign_NoBody_LeavesTheLengthEmpty()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://127.0.0.1:10001/acct/queue");
        request.Content = new ByteArrayContent([]);

        Assert.Equal("PUT\n\n\n\n\n\n\n\n\n\n\n\n/acct/acct/queue", SharedKeySigner.StringToSign(request, "acct"));
    }
}
