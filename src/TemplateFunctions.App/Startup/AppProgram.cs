using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Telemetry;
using TemplateFunctions.Hosting.Settings;

namespace TemplateFunctions.App.Startup;

/// <summary>Starts the worker process.</summary>
internal static partial class AppProgram
{
    private const string ApplicationDirectory = "FUNCTIONS_APPLICATION_DIRECTORY";

    // What runs get to end, and a little for the writes that follow.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10 + 5);

    /// <summary>Runs until the host ends the process. 0: stopped in order; 2: could not start, and said why.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var findings = HostJson.Check(Path.Combine(Environment.GetEnvironmentVariable(ApplicationDirectory) ?? AppContext.BaseDirectory, "host.json"));
            if (findings.Faults.Count > 0)
            {
                throw new StartupException(string.Join(Environment.NewLine, findings.Faults));
            }

            using var host = Build(args);
            var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("TemplateFunctions.Startup");
            foreach (var key in findings.Ignored)
            {
                LogIgnored(log, key);
            }

            await host.RunAsync();
            return 0;
        }
        catch (StartupException failure)
        {
            await Console.Error.WriteLineAsync($"TemplateFunctions cannot start:{Environment.NewLine}{failure.Message}");
            return 2;
        }
    }

    private static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = GracePeriod);
        builder.Services.AddTemplateFunctions(AppOptionsReader.Read(builder.Configuration));
        OpenTelemetrySetup.Add(builder.Services, builder.Configuration);
        return builder.Build();
    }

    [LoggerMessage(5001, LogLevel.Warning, "host.json: {Key} is not a setting that the host or this app reads; it is ignored")]
    private static partial void LogIgnored(ILogger logger, string key);
}
