using TemplateFunctions.LocalHost.Http;
using TemplateFunctions.LocalHost.Options;
using TemplateFunctions.LocalHost.Page;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>Puts the host together from its settings.</summary>
internal static class HostBuilder
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);

    /// <summary>Builds the host, ready to start.</summary>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static WebApplication Build(string[] args, out LocalHostOptions options)
    {
        // The content root is where the program lies, so that it finds its settings and samples from whatever directory it is started.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        options = LocalHostOptionsReader.Read(builder.Configuration);
        ListenAddresses.Configure(builder, options);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = GracePeriod);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new KeyCheck(options.Key));

        var app = builder.Build();
        app.UseMiddleware<ErrorBoundary>();
        app.UseMiddleware<RequestGuard>();
        app.UseRouting();
        app.MapPage();
        return app;
    }
}
