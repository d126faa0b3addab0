using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Functions;
using TemplateFunctions.App.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(TemplateFunctions.EndToEnd.Tests.Fixtures.SharedHost))]

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>
/// Calls the functions as the Functions host does, by their attributes: route and verbs from the trigger, the client from its
/// binding. The web server is a real one; host, queue and engine are not there.
/// </summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly AppUnderTest _app;
    private readonly WebApplication _server;

    private Host(AppUnderTest app, WebApplication server)
    {
        _app = app;
        _server = server;
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.First()), Timeout = TimeSpan.FromSeconds(90) };
    }

    public HttpClient Client { get; }

    public AppUnderTest App => _app;

    public static async Task<Host> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = await AppUnderTest.StartAsync(null, settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        foreach (var method in Functions().Where(method => Trigger(method) is not null))
        {
            var trigger = Trigger(method)!;
            server.MapMethods($"/api/{trigger.Route}", trigger.Methods!.Select(verb => verb.ToUpperInvariant()), context => InvokeAsync(app, method, context));
        }

        await server.StartAsync();
        return new Host(app, server);
    }

    /// <summary>Every function of the app.</summary>
    public static IEnumerable<MethodInfo> Functions() => typeof(ExecutionFunctions).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null);

    public static HttpTriggerAttribute? Trigger(MethodInfo function) =>
        function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(trigger => trigger is not null);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static Task InvokeAsync(AppUnderTest app, MethodInfo function, HttpContext context)
    {
        var instance = ActivatorUtilities.CreateInstance(app.Services, function.DeclaringType!);
        var arguments = function.GetParameters().Select(parameter => parameter.ParameterType == typeof(DurableTaskClient) ? app.Engine : (object)context.Request);
        return ((IResult)function.Invoke(instance, [.. arguments])!).ExecuteAsync(context);
    }
}

/// <summary>One app for all tests that do not stop it; each test uses a guild of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private static int _guilds = 5000;
    private Host? _host;

    internal Host Host => _host ?? throw new InvalidOperationException("The app has not started.");

    /// <summary>A guild that no other test uses.</summary>
    public static string NewGuild() => Interlocked.Increment(ref _guilds).ToString();

    public async ValueTask InitializeAsync() => _host = await Host.StartAsync(("TemplateFunctions:Limits:RunCpu", "00:00:05"));

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
