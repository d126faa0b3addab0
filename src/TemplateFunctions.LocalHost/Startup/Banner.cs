using TemplateFunctions.LocalHost.Options;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>What a person sees after the start: where the host is, and a call to paste that works.</summary>
internal static class Banner
{
    /// <summary>Writes the banner.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="addresses">The addresses as bound, with real ports.</param>
    /// <param name="options">The settings in force.</param>
    public static void Write(TextWriter output, IEnumerable<string> addresses, LocalHostOptions options)
    {
        var address = Reachable(addresses.First());
        var key = options.Key is null ? "" : " -H \"x-functions-key: <your key>\"";
        output.WriteLine($"""

            TemplateFunctions is ready.
              page    {address}/
              data    {options.DataDirectory}
              queue   {options.Queue.Name} ({(options.Queue.ConnectionString is null ? "in process" : "Azure Storage")})

            Try it:
              curl -s {address}/api/execute -H "content-type: application/json"{key} -d '{SampleGuild.FirstCall}'

            Press Ctrl+C to stop.

            """);
        output.Flush();
    }

    /// <summary>An address to paste: wildcards are no names.</summary>
    internal static string Reachable(string address) => address
        .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//*", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//+", "//127.0.0.1", StringComparison.Ordinal)
        .TrimEnd('/');
}
