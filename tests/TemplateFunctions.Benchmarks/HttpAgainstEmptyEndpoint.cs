using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.LocalHost.Startup;

namespace TemplateFunctions.Benchmarks;

/// <summary>POST /api/execute on the local host, against an endpoint that reads the same JSON body and answers a constant one.</summary>
internal sealed class HttpAgainstEmptyEndpoint : IBenchmark
{
    private const int Connections = 16;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public string Name => "http";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tf-bench-");
        await using var host = HostBuilder.Build(
            ["--urls", "http://127.0.0.1:0", "--TemplateFunctions:DataDirectory", folder.FullName, "--Logging:LogLevel:Default", "Error"], out _);
        await SampleGuild.LoadIfEmptyAsync(host.Services.GetRequiredService<Executor>());
        await host.StartAsync();
        await using var empty = Empty();
        await empty.StartAsync();

        var execute = new HttpLoad(host.Urls.First(), "/api/execute", SampleGuild.FirstCall);
        var nothing = new HttpLoad(empty.Urls.First(), "/empty", SampleGuild.FirstCall);
        var rounds = new List<(double Ours, double Empty)>();
        for (var i = 0; i < 4; i++)
        {
            rounds.Add((await execute.RunAsync(Connections, Window), await nothing.RunAsync(Connections, Window)));
        }

        rounds.RemoveAt(0);
        await host.StopAsync();
        var ratio = Sample.Median(rounds.Select(r => r.Ours / r.Empty));
        return
        [
            new Row(
                $"(c) HTTP execute of the sample template, {Connections} connections, against an empty JSON endpoint on the same server",
                $"{Sample.Median(rounds.Select(r => r.Ours)):N0}/s",
                $"{Sample.Median(rounds.Select(r => r.Empty)):N0}/s",
                ratio.ToString("0.00", CultureInfo.InvariantCulture),
                ">= 0.6",
                ratio >= 0.6),
        ];
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
