using System.Net;
using System.Text;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

/// <summary>On every host, bad input gets a clear refusal: a status below 500, problem+json, a code, and the field.</summary>
public sealed class BadInputContractTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;

    public static TheoryData<string, string, string, int, string, string> Bodies => new()
    {
        { "POST", "/api/execute", "", 400, "TF4001", "" },
        { "POST", "/api/execute", "{", 400, "TF4001", "" },
        { "POST", "/api/execute", "[]", 400, "TF4002", "" },
        { "POST", "/api/execute", "null", 400, "TF4002", "" },
        { "POST", "/api/execute", """{"template":1,"event":{"name":"X"},"context":{"guild_id":"1"}}""", 400, "TF4002", "template" },
        { "POST", "/api/execute", """{"template":"../x","event":{"name":"X"},"context":{"guild_id":"1"}}""", 400, "TF4002", "template" },
        { "POST", "/api/execute", """{"template":"x","event":"X","context":{"guild_id":"1"}}""", 400, "TF4002", "event" },
        { "POST", "/api/execute", """{"template":"x","event":{"name":"X","id":"no spaces"},"context":{"guild_id":"1"}}""", 400, "TF4002", "event.id" },
        { "POST", "/api/execute", """{"template":"x","event":{"name":"X"},"context":{"guild_id":1}}""", 400, "TF4002", "context.guild_id" },
        { "POST", "/api/execute", """{"template":"x","event":{"name":"X"},"context":{"guild_id":"99999999999999999999"}}""", 400, "TF4002", "context.guild_id" },
        { "POST", "/api/execute", """{"template":"x","event":{"name":"X"},"context":{"guild_id":"1"},"wait_ms":60001}""", 400, "TF4002", "wait_ms" },
        { "POST", "/api/execute", """{"template":"x","event":{"name":"X"},"context":{"guild_id":"1"},"wait_ms":-1}""", 400, "TF4002", "wait_ms" },
        { "POST", "/api/execute", """{"template":"none","event":{"name":"X"},"context":{"guild_id":"1"}}""", 404, "TF4003", "" },
        { "POST", "/api/guilds/1/events", """{"data":{}}""", 400, "TF4002", "name" },
        { "POST", "/api/guilds/one/events", """{"name":"X"}""", 400, "TF4009", "guild_id" },
        { "POST", "/api/guilds/1/events?wait=maybe", """{"name":"X"}""", 400, "TF4009", "wait" },
        { "PUT", "/api/guilds/1/templates/x", """{"content":1}""", 400, "TF1101", "content" },
        { "PUT", "/api/guilds/1/templates/x", """{"files":{"../up.luau":"return 1"}}""", 400, "TF1101", "files[\"../up.luau\"]" },
        { "PUT", "/api/guilds/1/templates/x", """{}""", 400, "TF1101", "files" },
        { "PUT", "/api/guilds/1/templates/x", """{"content":"return 1","events":"MESSAGE_CREATE"}""", 400, "TF1101", "events" },
        { "PUT", "/api/guilds/1/templates/has%20space", """{"content":"return 1"}""", 400, "TF1101", "name" },
        { "PUT", "/api/guilds/-1/templates/x", """{"content":"return 1"}""", 400, "TF4009", "guild_id" },
        { "POST", "/api/guilds/1/vm/actions", """{"type":"explode"}""", 400, "TF4002", "type" },
        { "POST", "/api/guilds/1/vm/actions", """{"type":"set_memory_limit"}""", 400, "TF4002", "limit" },
        { "POST", "/api/guilds/1/vm/actions", """{"type":"set_memory_limit","limit":1}""", 400, "TF4002", "limit" },
        { "GET", "/api/guilds/1/errors?limit=0", "", 400, "TF4009", "limit" },
        { "GET", "/api/guilds/1/errors?after=x", "", 400, "TF4009", "after" },
        { "GET", "/api/dead-letters?guild_id=x", "", 400, "TF4009", "guild_id" },
        { "GET", "/api/executions/nope", "", 404, "TF4006", "" },
        { "POST", "/api/dead-letters/nope/replay", "", 404, "TF4006", "" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Request_Wrong_IsRefusedWithCodeAndPath(string method, string path, string body, int status, string code, string field)
    {
        var answer = await _host.SendAsync(new HttpMethod(method), path, method is "POST" or "PUT" ? body : null);

        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        Assert.False(string.IsNullOrWhiteSpace((string?)answer.Json["detail"]));
        Assert.True(field.Length == 0 || answer.Json["errors"]!.AsArray().Any(error => (string?)error!["path"] == field), answer.Body);
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    public async Task Body_OfAnotherType_Is415(string? type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await _host.Client.PostAsync("/api/execute", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_OverOneMebibyte_Is413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/execute");
        request.Content = new ByteArrayContent(new byte[(1 << 20) + 1]) { Headers = { ContentType = new("application/json") } };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("TF3008", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correlation_GivenId_ComesBackAndABadOneDoesNot()
    {
        var given = await _host.GetAsync("/api/vms", ("x-correlation-id", "abc-1"));
        var bad = await _host.GetAsync("/api/executions/nope", ("x-correlation-id", "no spaces here"));

        Assert.Equal(["abc-1"], given.Headers.GetValues("x-correlation-id"));
        Assert.DoesNotContain("no spaces here", bad.Headers.GetValues("x-correlation-id"));
    }

    [Fact]
    public async Task RandomBodies_AnyRoute_NeverGetA500()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] pieces = ["{", "}", "[", "]", "\"template\"", "\"event\"", "\"context\"", "\"guild_id\"", "\"name\"", "\"data\"", ":", ",", "\"1\"", "1e999", "-0", "null", "true", "\"\\ud800\"", "\u0000", "\"x\"", " "];
        for (var i = 0; i < 300; i++)
        {
            var body = new StringBuilder();
            for (var n = random.Next(1, 14); n > 0; n--)
            {
                body.Append(pieces[random.Next(pieces.Length)]);
            }

            var answer = await _host.PostAsync(random.Next(2) == 0 ? "/api/execute" : "/api/guilds/1/events", body.ToString());
            Assert.True((int)answer.Status < 500, $"seed {seed}: {body} -> {answer.Body}");
        }
    }
}
