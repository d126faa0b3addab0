using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

/// <summary>Refusals of the web server's own routing and of the guard before it.</summary>
public sealed class BadInputTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "TF4006")]
    [InlineData("GET", "/nothing", 404, "TF4006")]
    [InlineData("GET", "/api/execute", 405, "TF4007")]
    [InlineData("DELETE", "/api/vms", 405, "TF4007")]
    [InlineData("OPTIONS", "/api/execute", 405, "TF4007")]
    public async Task Request_ToNoRoute_IsRefusedWithCode(string method, string path, int status, string code)
    {
        var answer = await _host.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("Host", "rebound.example.org")]
    [InlineData("Origin", "http://evil.example.org")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Request_FromAnotherSite_Is403(string header, string value) =>
        Assert.Equal("TF4015", (await _host.GetAsync("/api/vms", (header, value))).Code);
}
