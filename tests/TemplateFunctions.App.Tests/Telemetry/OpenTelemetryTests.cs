#if !REFERENCE_SURFACE
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Telemetry;

namespace TemplateFunctions.App.Tests.Telemetry;

/// <summary>What reaches a collector, and that nothing is sent without one. Needs the real packages: the reference surface sends nothing.</summary>
public sealed class OpenTelemetryTests
{
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    [Fact]
    public async Task Export_EndpointIsConfigured_MetricsTracesAndLogsArrive()
    {
        await using var collector = await Collector.StartAsync();
        using var settings = new Variables((OpenTelemetrySetup.Endpoint, collector.Address), (Protocol, "http/protobuf"));

        await WorkAsync(collector.Address);

        Assert.Contains("templatefunctions.tried", collector.TextOf("metrics"), StringComparison.Ordinal);
        Assert.Contains("tried to trace", collector.TextOf("traces"), StringComparison.Ordinal);
        Assert.Contains("tried to log 7", collector.TextOf("logs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_NoEndpoint_NothingIsMadeAndNothingIsSent()
    {
        await using var collector = await Collector.StartAsync();
        var services = new ServiceCollection();

        OpenTelemetrySetup.Add(services, new ConfigurationBuilder().Build());
        Assert.Empty(services);

        await WorkAsync(endpoint: null);
        Assert.Empty(collector.Signals);
    }

    /// <summary>A process that measures, traces and logs, from its start to its end.</summary>
    private static async Task WorkAsync(string? endpoint)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        OpenTelemetrySetup.Add(services, new ConfigurationBuilder().AddInMemoryCollection([new(OpenTelemetrySetup.Endpoint, endpoint)]).Build());
        await using var provider = services.BuildServiceProvider();
        var hosted = provider.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        using var meter = new Meter("TemplateFunctions.Tests");
        meter.CreateCounter<int>("templatefunctions.tried").Add(1);
        using var source = new ActivitySource("Microsoft.Azure.Functions.Worker");
        source.StartActivity("tried to trace")?.Dispose();
        provider.GetRequiredService<ILoggerFactory>().CreateLogger("Tests").LogWarning("tried to log {Number}", 7);
        foreach (var service in hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>A collector on the loopback that keeps what it gets.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Collector(WebApplication app) => _app = app;

        public ConcurrentQueue<(string Signal, string Text)> Signals { get; } = [];

        public string Address => _app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector._app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                collector.Signals.Enqueue((signal, Encoding.UTF8.GetString(body.ToArray())));
                return Results.Bytes([], "application/x-protobuf");
            });
            await collector._app.StartAsync();
            return collector;
        }

        public string TextOf(string signal) => string.Concat(Signals.Where(sent => sent.Signal == signal).Select(sent => sent.Text));

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }

    /// <summary>The exporter reads its settings from the environment, as the specification says.</summary>
    private sealed class Variables : IDisposable
    {
        private readonly List<(string Name, string? Before)> _before = [];

        public Variables(params (string Name, string Value)[] values)
        {
            foreach (var (name, value) in values)
            {
                _before.Add((name, Environment.GetEnvironmentVariable(name)));
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose() => _before.ForEach(variable => Environment.SetEnvironmentVariable(variable.Name, variable.Before));
    }
}
#endif
