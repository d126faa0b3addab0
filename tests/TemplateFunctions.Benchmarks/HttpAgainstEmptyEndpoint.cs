using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateFunctions.LocalHost.Startup;

namespace TemplateFunctions.Benchmarks;

/// <summary>POST /api/execute on the local host, against an endpoint that reads the same JSON body and answers a constant one.</summary>
internal sealed class HttpAgainstEmptyEndpoint : IBenchmark
{
    private const int Connections = 16;
    private const int Rounds = 18;
    private const int WarmUp = 3;
    private const string Call = """{"template":"trivial","event":{"name":"MESSAGE_CREATE","data":{"n":41}},"context":{"guild_id":"1"}}""";
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    public string Name => "http";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tf-bench-");
        await using var host = HostBuilder.Build(
            ["--urls", "http://127.0.0.1:0", "--TemplateFunctions:DataDirectory", folder.FullName, "--Logging:LogLevel:Default", "Error", "--TemplateFunctions:Http:RequestsPerSecond", "1000000"], out _);
        await host.StartAsync();
        await using var empty = Empty();
        await empty.StartAsync();

        await StoreAsync(host.Urls.First());
        var execute = new HttpLoad(host.Urls.First(), "/api/execute", Call);
        var nothing = new HttpLoad(empty.Urls.First(), "/empty", Call);
        var rounds = new List<(double Ours, double Empty)>();
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add((await execute.RunAsync(Connections, Window), await nothing.RunAsync(Connections, Window)));
        }

        rounds.RemoveRange(0, WarmUp);
        await host.StopAsync();
        var ratio = Sample.Median(rounds.Select(r => r.Ours / r.Empty));
        return
        [
            new Row(
                $"(c) HTTP execute of the trivial template, {Connections} connections, against an empty JSON endpoint on the same server",
                $"{Sample.Median(rounds.Select(r => r.Ours)):N0}/s",
                $"{Sample.Median(rounds.Select(r => r.Empty)):N0}/s",
                ratio.ToString("0.00", CultureInfo.InvariantCulture),
                ">= 0.6",
                ratio >= 0.6),
        ];
    }

    private static async Task StoreAsync(string address)
    {
        using var client = new HttpClient();
        var template = System.Text.Json.JsonSerializer.Serialize(new { files = new Dictionary<string, string> { ["init.lua"] = Vms.Trivial }, events = new[] { "MESSAGE_CREATE" } });
        using var body = new StringContent(template, Encoding.UTF8, "application/json");
        (await client.PutAsync(new Uri($"{address}/api/guilds/1/templates/trivial"), body)).EnsureSuccessStatusCode();
    }

    private static WebApplication Empty()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var answer = Encoding.UTF8.GetBytes("""{"status":"ok"}""");
        app.MapPost("/empty", async (HttpContext context) =>
        {
            using var body = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        });
        return app;
    }
}
