using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Options;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>Checks the command line, which the configuration system would otherwise take with every misspelling, and answers <c>--help</c>.</summary>
internal static class CommandLine
{
    private static readonly string[] Roots = [LocalHostOptionsReader.Section, "urls", "Logging", "Kestrel", "environment", "contentRoot", "http_ports", "https_ports"];

    /// <summary>Whether the operator asks for help.</summary>
    public static bool AsksForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>Refuses options of no known section, and options without a value.</summary>
    /// <exception cref="StartupException">Names the option and the nearest known one.</exception>
    public static void Check(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new StartupException($"'{args[i]}' is not an option; options are --{LocalHostOptionsReader.Section}:<setting> <value> and --urls <address>. --help lists them.");
            }

            var name = args[i][2..].Split('=')[0];
            if (!Roots.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new StartupException($"--{name} is not an option; did you mean --{Nearest.To(name, [.. Roots, .. LocalHostOptionsReader.Settings().Select(setting => setting.Key)])}? --help lists them.");
            }

            if (!args[i].Contains('=', StringComparison.Ordinal) && (++i == args.Length))
            {
                throw new StartupException($"--{name} lacks its value.");
            }
        }
    }

    /// <summary>Every setting with its default and range.</summary>
    public static void PrintHelp(TextWriter output)
    {
        output.WriteLine($"""
            TemplateFunctions local host

            --urls <address>    where to listen (default {ListenAddresses.Default}; anything but loopback needs a key)

            """);
        foreach (var setting in LocalHostOptionsReader.Settings())
        {
            output.WriteLine($"--{setting.Key} <value>");
            output.WriteLine($"    {setting.Allowed}; default {setting.Default}");
        }
    }
}
