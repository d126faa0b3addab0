using System.Net;
using Microsoft.AspNetCore.Http;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.LocalHost.Tests.Http;

/// <summary>Buckets fill again in real time, so a test says only what holds at any speed: how many pass at least, and that a flood is refused.</summary>
public sealed class EdgeLimiterTests
{
    private const int Flood = 5_000;

    [Fact]
    public void Client_ThatFloods_IsRefusedWithTheLimitAndAWaitAndAnotherIsNot()
    {
        using var limiter = new EdgeLimiter(new EdgeLimits(PerClient: 1, PerGuild: 1), EdgeLimiter.AddressOf);

        var answers = Enumerable.Range(0, Flood).Select(_ => limiter.CheckClient(From("10.0.0.1"))).ToList();

        Assert.All(answers.Take(EdgeLimits.BurstSeconds), Assert.Null);
        var refused = Assert.IsType<TooSoon>(answers.Find(answer => answer is not null));
        Assert.Equal((LimitDiagnostics.RequestRate.Code, 429), (refused.Problem.Code, refused.Problem.Status));
        Assert.Contains("1 requests a second (Http:RequestsPerSecond)", refused.Problem.Detail, StringComparison.Ordinal);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        Assert.Null(limiter.CheckClient(From("10.0.0.2")));
    }

    [Fact]
    public void Guild_ThatIsFlooded_IsRefusedForAllClientsAndAnotherGuildIsNot()
    {
        using var limiter = new EdgeLimiter(new EdgeLimits(PerClient: 1_000_000, PerGuild: 1), EdgeLimiter.AddressOf);

        var answers = Enumerable.Range(0, Flood).Select(i => limiter.CheckGuild(From($"10.0.{i / 250}.{i % 250}", "42"))).ToList();

        Assert.Contains(answers, answer => answer?.Problem.Detail.Contains("(Http:GuildRequestsPerSecond)", StringComparison.Ordinal) == true);
        Assert.Null(limiter.CheckGuild(From("10.0.0.1", "43")));
        Assert.All(Enumerable.Range(0, Flood), _ => Assert.Null(limiter.CheckGuild(From("10.0.0.1"))));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("::1", "::2", false)]
    public void Address_OfOneSubscriber_IsOneClient(string one, string other, bool same) =>
        Assert.Equal(same, EdgeLimiter.AddressOf(From(one)) == EdgeLimiter.AddressOf(From(other)));

    [Fact]
    public void Key_FromHeaderOrQuery_IsTheClientOfTheFunctionApp()
    {
        var header = From("10.0.0.1");
        header.Request.Headers["x-functions-key"] = "k";
        var query = From("10.0.0.2");
        query.Request.QueryString = new QueryString("?code=k");

        Assert.Equal(("k", "k", ""), (EdgeLimiter.KeyOf(header), EdgeLimiter.KeyOf(query), EdgeLimiter.KeyOf(From("10.0.0.3"))));
    }

    private static DefaultHttpContext From(string address, string? guild = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (guild is not null)
        {
            context.Request.RouteValues["guild_id"] = guild;
        }

        return context;
    }
}
