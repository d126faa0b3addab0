using Microsoft.AspNetCore.Connections;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.Runtime.Distribution;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>Starts the host, tells what to try, and waits for its end.</summary>
internal static class HostProgram
{
    /// <summary>Runs until told to stop. 0: stopped in order; 2: could not start, and said why.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="adjust">Has the last word on how the VMs are made: for programs that are this host and something more.</param>
    public static async Task<int> RunAsync(string[] args, Func<RuntimeOptions, RuntimeOptions>? adjust = null)
    {
        if (CommandLine.AsksForHelp(args))
        {
            CommandLine.PrintHelp(Console.Out);
            return 0;
        }

        try
        {
            CommandLine.Check(args);
            await using var app = HostBuilder.Build(args, out var options, adjust);
            await SampleGuild.LoadIfEmptyAsync(app.Services.GetRequiredService<Executor>());
            await app.StartAsync();
            Banner.Write(Console.Out, app.Urls, options);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (StartupException failure)
        {
            return Refuse(failure.Message);
        }
        catch (InvalidDataException failure)
        {
            return Refuse($"appsettings.json cannot be read: {failure.InnerException?.Message ?? failure.Message}");
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            return Refuse($"{failure.Message} Stop the other program or choose another address with --urls.");
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine("TemplateFunctions cannot start:");
        Console.Error.WriteLine(why);
        return 2;
    }
}
