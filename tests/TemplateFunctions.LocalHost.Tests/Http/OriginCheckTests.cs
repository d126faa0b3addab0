using Microsoft.AspNetCore.Http;
using TemplateFunctions.LocalHost.Http;

namespace TemplateFunctions.LocalHost.Tests.Http;

public sealed class OriginCheckTests
{
    [Theory]
    [InlineData("localhost:7071", null, null)]
    [InlineData("127.0.0.1:7071", null, null)]
    [InlineData("[::1]:7071", null, null)]
    [InlineData("127.0.0.1:7071", "http://127.0.0.1:7071", "same-origin")]
    [InlineData("127.0.0.1:7071", null, "none")]
    public void Check_OwnMachine_Passes(string host, string? origin, string? site) => Assert.Null(OriginCheck.Check(Request(host, origin, site), hasKey: false));

    [Theory]
    [InlineData("rebound.example.org:7071", null, null)]
    [InlineData("127.0.0.1.example.org", null, null)]
    [InlineData("", null, null)]
    [InlineData("127.0.0.1:7071", "http://evil.example.org", null)]
    [InlineData("127.0.0.1:7071", "http://127.0.0.1:3000", null)]
    [InlineData("127.0.0.1:7071", "https://127.0.0.1:7071", null)]
    [InlineData("127.0.0.1:7071", "null", null)]
    [InlineData("127.0.0.1:7071", null, "cross-site")]
    [InlineData("127.0.0.1:7071", null, "same-site")]
    public void Check_AnotherSite_IsRefused(string host, string? origin, string? site) =>
        Assert.Equal("TF4015", OriginCheck.Check(Request(host, origin, site), hasKey: false)?.Code);

    [Fact]
    public void Check_WithAKey_AnyNameButNoForeignPage()
    {
        Assert.Null(OriginCheck.Check(Request("bots.example.org", null, null), hasKey: true));
        Assert.NotNull(OriginCheck.Check(Request("bots.example.org", "http://evil.example.org", null), hasKey: true));
    }

    private static HttpRequest Request(string host, string? origin, string? site)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Host = new HostString(host);
        request.Headers.Origin = origin;
        request.Headers["Sec-Fetch-Site"] = site;
        return request;
    }
}
