namespace OpenTelemetry
{
    public abstract class BaseProvider : IDisposable
    {
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
        }
    }

    public static class Sdk
    {
        public static Metrics.MeterProviderBuilder CreateMeterProviderBuilder() => throw new NotSupportedException();

        public static Trace.TracerProviderBuilder CreateTracerProviderBuilder() => throw new NotSupportedException();
    }
}

namespace OpenTelemetry.Metrics
{
    public class MeterProvider : BaseProvider
    {
        protected MeterProvider()
        {
        }
    }

    public abstract class MeterProviderBuilder
    {
        public abstract MeterProviderBuilder AddMeter(params string[] names);
    }

    public static class MeterProviderBuilderExtensions
    {
        public static MeterProvider Build(this MeterProviderBuilder meterProviderBuilder) => throw new NotSupportedException();
    }

    public static class MeterProviderExtensions
    {
        public static bool ForceFlush(this MeterProvider provider, int timeoutMilliseconds = Timeout.Infinite) => throw new NotSupportedException();
    }

    public static class OtlpMetricExporterExtensions
    {
        public static MeterProviderBuilder AddOtlpExporter(this MeterProviderBuilder builder) => throw new NotSupportedException();
    }
}

namespace OpenTelemetry.Logs
{
    public class OpenTelemetryLoggerOptions
    {
        public bool IncludeFormattedMessage { get; set; }
    }

    public static class OtlpLogExporterHelperExtensions
    {
        public static OpenTelemetryLoggerOptions AddOtlpExporter(this OpenTelemetryLoggerOptions loggerOptions) => throw new NotSupportedException();
    }
}

namespace Microsoft.Extensions.Logging
{
    public static class OpenTelemetryLoggingExtensions
    {
        public static ILoggingBuilder AddOpenTelemetry(this ILoggingBuilder builder, Action<OpenTelemetry.Logs.OpenTelemetryLoggerOptions>? configure) => throw new NotSupportedException();
    }
}

namespace OpenTelemetry.Trace
{
    public class TracerProvider : BaseProvider
    {
        protected TracerProvider()
        {
        }
    }

    public abstract class TracerProviderBuilder
    {
        public abstract TracerProviderBuilder AddSource(params string[] names);
    }

    public static class TracerProviderBuilderExtensions
    {
        public static TracerProvider Build(this TracerProviderBuilder tracerProviderBuilder) => throw new NotSupportedException();
    }

    public static class TracerProviderExtensions
    {
        public static bool ForceFlush(this TracerProvider provider, int timeoutMilliseconds = Timeout.Infinite) => throw new NotSupportedException();
    }

    public static class OtlpTraceExporterHelperExtensions
    {
        public static TracerProviderBuilder AddOtlpExporter(this TracerProviderBuilder builder) => throw new NotSupportedException();
    }
}
