using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>An answer with its body read.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Type, string Body, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The body is null.");

    public string? Code => Type == "application/problem+json" ? (string?)Json["code"] : null;
}

/// <summary>Calls as any client makes them, with JSON as text.</summary>
internal static class Calls
{
    public static async Task<Answer> SendAsync(this Host host, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await host.Client.SendAsync(request);
        return new Answer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    public static Task<Answer> GetAsync(this Host host, string path, params (string Name, string Value)[] headers) => host.SendAsync(HttpMethod.Get, path, null, headers);

    public static Task<Answer> PostAsync(this Host host, string path, string json, params (string Name, string Value)[] headers) =>
        host.SendAsync(HttpMethod.Post, path, json, headers);

    /// <summary>Stores a template of one file and fails when it is refused.</summary>
    public static async Task PutTemplateAsync(this Host host, string guild, string name, string source, string[]? events = null, string[]? caps = null)
    {
        var body = new JsonObject
        {
            ["content"] = source,
            ["events"] = new JsonArray([.. (events ?? []).Select(text => (JsonNode)text)]),
            ["allowed_caps"] = new JsonArray([.. (caps ?? []).Select(text => (JsonNode)text)]),
        };
        var answer = await host.SendAsync(HttpMethod.Put, $"/api/guilds/{guild}/templates/{name}", body.ToJsonString());
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Body);
    }

    /// <summary>Runs a template by name.</summary>
    public static Task<Answer> ExecuteAsync(this Host host, string guild, string template, JsonNode? data = null, params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject
        {
            ["template"] = template,
            ["event"] = new JsonObject { ["name"] = "MESSAGE_CREATE", ["data"] = data },
            ["context"] = new JsonObject { ["guild_id"] = guild },
        };
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        return host.PostAsync("/api/execute", body.ToJsonString());
    }
}
