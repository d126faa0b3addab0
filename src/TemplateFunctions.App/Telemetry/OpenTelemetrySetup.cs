using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace TemplateFunctions.App.Telemetry;

/// <summary>
/// Exports the app's own metrics and the worker's traces and logs over OTLP, when an endpoint is configured in the standard way. Without one
/// nothing is made and nothing is sent.
/// </summary>
internal static class OpenTelemetrySetup
{
    /// <summary>The setting that turns the export on; the exporter reads the others of the OpenTelemetry specification itself.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Worker = "Microsoft.Azure.Functions.Worker";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
        {
            return;
        }

        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().AddMeter("TemplateFunctions.*").AddOtlpExporter().Build());
        services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().AddSource(Worker).AddOtlpExporter().Build());
        services.AddLogging(logging => logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        }));
        services.AddHostedService<Exporters>();
    }

    /// <summary>Makes the providers with the process, and sends what is left when it ends.</summary>
    private sealed class Exporters(MeterProvider meters, TracerProvider traces) : IHostedService
    {
        private const int LongestMs = 5_000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
            () =>
            {
                meters.ForceFlush(LongestMs);
                traces.ForceFlush(LongestMs);
            },
            cancellationToken);
    }
}
