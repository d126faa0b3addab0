using System.Net;
using System.Text.RegularExpressions;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>Requests that try to be two, to be somebody else's, to leave their folder, or to be more than can be read.</summary>
public sealed class HostileRequestTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;

    public static TheoryData<string> Smuggled =>
    [
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}",
        "Content-Length: 2, 60\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 0x2\r\n\r\n{}",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
        "Host: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}",
        "X-Bad: a\r\n folded: b\r\nContent-Length: 2\r\n\r\n{}",
        "X-Nul: a\0b\r\nContent-Length: 2\r\n\r\n{}",
        "no colon\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Smuggled))]
    public async Task Framing_Ambiguous_IsRefusedAndWhatFollowsIsNoRequest(string rest)
    {
        var hidden = $"GET /api/vms HTTP/1.1\r\nHost: {_host.Address.Authority}\r\nConnection: close\r\n\r\n";
        var answer = await RawSocket.AskAsync(
            _host.Address,
            $"POST /api/execute HTTP/1.1\r\nHost: {_host.Address.Authority}\r\nContent-Type: application/json\r\n{rest}{hidden}");

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(answer, "HTTP/1.1 "));
    }

    [Theory]
    [InlineData("/api/guilds/1/templates/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/guilds/..%2f..%2f1/templates")]
    [InlineData("/api/guilds/1/templates/%2e%2e")]
    [InlineData("/api/guilds/1/templates/a%00b")]
    [InlineData("/api/executions/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/executions/%5c%5chost%5cshare")]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/..%2f..%2f..%2fetc/passwd")]
    [InlineData("/page.js/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/api/../appsettings.json")]
    [InlineData("//etc/passwd")]
    [InlineData("http://example.org/api/vms")]
    public async Task Path_OutOfItsFolder_IsRefused(string path)
    {
        var answer = await RawSocket.AskAsync(_host.Address, $"GET {path} HTTP/1.1\r\nHost: {_host.Address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Logging", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"template\":\"a\",\"template\":\"b\",\"event\":{\"name\":\"X\"},\"context\":{\"guild_id\":\"1\"}}")]
    [InlineData("{\"template\":\"a\",\"event\":{\"name\":\"X\",\"name\":\"Y\"},\"context\":{\"guild_id\":\"1\"}}")]
    [InlineData("{\"template\":\"a\",\"event\":{\"name\":\"X\"},\"context\":{\"guild_id\":\"1\",\"guild_id\":\"2\"}}")]
    [InlineData("{\"template\":\"a\",\"event\":{\"name\":\"X\",\"data\":DEEP},\"context\":{\"guild_id\":\"1\"}}")]
    [InlineData("DEEP")]
    [InlineData("OPEN")]
    public async Task Json_TwiceNamedOrTooDeep_Is400(string body)
    {
        var deep = new string('[', 500) + new string(']', 500);
        var answer = await _host.PostAsync("/api/execute", body.Replace("DEEP", deep, StringComparison.Ordinal).Replace("OPEN", new string('[', 900_000), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.Code);
    }

    [Fact]
    public async Task Body_ThatNeverComes_IsGivenUp()
    {
        using var socket = await RawSocket.ConnectAsync(_host.Address);
        await socket.SendAsync($"POST /api/execute HTTP/1.1\r\nHost: {_host.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");

        var answer = await socket.ReadToEndAsync();

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Headers_WithoutEnd_AreRefused()
    {
        var answer = await RawSocket.AskAsync(_host.Address, $"GET /api/vms HTTP/1.1\r\nHost: {_host.Address.Authority}\r\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"X-{i}: {new string('a', 100)}\r\n")));

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
    }
}
