using System.Net;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Options;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>Decides where the host listens: loopback, unless the operator says otherwise and sets a key.</summary>
internal static class ListenAddresses
{
    /// <summary>Where the host listens when nothing is said.</summary>
    public const string Default = "http://127.0.0.1:7071";

    /// <summary>Gives the default, and refuses an address that other machines reach while no key is set.</summary>
    /// <exception cref="StartupException">An address is not loopback and there is no key, or it is no address.</exception>
    public static void Configure(WebApplicationBuilder builder, LocalHostOptions options)
    {
        var addresses = Configured(builder.Configuration);
        if (addresses.Count == 0)
        {
            builder.WebHost.UseUrls(Default);
            return;
        }

        if (options.Key is null && addresses.FirstOrDefault(address => !IsLoopback(address)) is { } open)
        {
            throw new StartupException(
                $"{LocalHostOptionsReader.Section}:Key must be set to listen on '{open}': other machines reach that address. Without a key the host listens on loopback only.");
        }
    }

    /// <summary>Whether only this machine reaches the address.</summary>
    internal static bool IsLoopback(string address)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException malformed)
        {
            throw new StartupException($"urls holds '{address}', which is not an address such as {Default}.", malformed);
        }

        return parsed.IsUnixPipe
            || parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static List<string> Configured(ConfigurationManager configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        }

        // Ports alone, as container images set them, mean every address of the machine.
        return [.. new[] { "http_ports", "https_ports" }
            .SelectMany(key => (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(port => $"http://*:{port}")];
    }
}
