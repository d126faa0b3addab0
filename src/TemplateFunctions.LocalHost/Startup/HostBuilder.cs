using TemplateFunctions.Hosting.Http;
using TemplateFunctions.Hosting.Routes;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.LocalHost.Http;
using TemplateFunctions.LocalHost.Options;
using TemplateFunctions.LocalHost.Page;
using TemplateFunctions.LocalHost.Routes;
using TemplateFunctions.Runtime.Distribution;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>Puts the host together from its settings.</summary>
internal static class HostBuilder
{
    // Each costs some kilobytes; what comes beyond is closed at once.
    private const int MostConnections = 2_000;

    // What runs get to end, and a little for the answers and writes that follow.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10 + 5);

    /// <summary>Builds the host, ready to start.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="options">The settings in force.</param>
    /// <param name="adjust">Has the last word on how the VMs are made.</param>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static WebApplication Build(string[] args, out LocalHostOptions options, Func<RuntimeOptions, RuntimeOptions>? adjust = null)
    {
        // The content root is where the program lies, so that it finds its settings and samples from whatever directory it is started.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        options = LocalHostOptionsReader.Read(builder.Configuration);
        ListenAddresses.Configure(builder, options);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Far above what is accepted: the rest of a body that was refused is read and dropped, so that its sender gets the answer instead of a reset.
            kestrel.Limits.MaxRequestBodySize = 16L * RequestBody.MaxBytes;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = GracePeriod);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new KeyCheck(options.Key));
        builder.Services.AddSingleton(new EdgeLimiter(options.Runtime.Edge, EdgeLimiter.AddressOf));
        builder.Services.AddSingleton<RecentRuns>();
        builder.Services.AddSingleton(services => Executor.Open(
            services.GetRequiredService<LocalHostOptions>(),
            services.GetRequiredService<RecentRuns>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>(),
            adjust));
        builder.Services.AddSingleton<IExecutor, LocalExecutor>();
        builder.Services.AddHostedService<ExecutorLifetime>();
        return Map(builder.Build());
    }

    private static WebApplication Map(WebApplication app)
    {
        app.UseMiddleware<ErrorBoundary>();
        app.UseRouting();
        app.UseMiddleware<RequestGuard>();
        app.MapPage();
        app.MapContract();
        return app;
    }
}
