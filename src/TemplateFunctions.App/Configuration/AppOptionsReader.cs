using Microsoft.Extensions.Configuration;
using TemplateFunctions.Hosting.Settings;

namespace TemplateFunctions.App.Configuration;

/// <summary>Reads <see cref="AppOptions"/> from the app settings: the one list of settings and their ranges.</summary>
internal static class AppOptionsReader
{
    /// <summary>The configuration section.</summary>
    public const string Section = "TemplateFunctions";

    /// <summary>The app setting that names the queue; the trigger reads it too, hence outside the section.</summary>
    public const string EventsQueueSetting = "TEMPLATE_EVENTS_QUEUE";

    private const string ProcessCount = "FUNCTIONS_WORKER_PROCESS_COUNT";

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="StartupException">A setting is wrong or unknown.</exception>
    public static AppOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, Section);
        var options = Read(configuration, reader);
        CheckProcessCount(configuration, reader);
        if (!SettingRules.IsEventsQueue(options.EventsQueue.Name))
        {
            reader.Fault($"{EventsQueueSetting} is '{options.EventsQueue.Name}', but must be {SettingRules.EventsQueue}, such as template-events.");
        }

        reader.ThrowIfFaulty();
        return options;
    }

    /// <summary>Every setting of the section with its default and range.</summary>
    public static IReadOnlyList<Setting> Settings()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build(), Section);
        Read(new ConfigurationBuilder().Build(), reader);
        return reader.Settings;
    }

    private static AppOptions Read(IConfiguration configuration, SettingsReader reader)
    {
        var connection = reader.Text("Storage:Connection", "AzureWebJobsStorage", "the name of an app setting, or of a group of them", IsSettingName)!;
        return new AppOptions
        {
            Storage = StorageConnection.Read(configuration, connection, reader),
            TablePrefix = reader.Text("Storage:TablePrefix", "TemplateFunctions", "1 to 32 letters and digits, beginning with a letter", IsTablePrefix)!,
            EventsQueue = new EventsQueue(configuration[EventsQueueSetting] ?? ""),
            RunningDirectory = reader.Text("RunningDirectory", null, "a path that can be made a directory of this instance", SettingRules.IsDirectory) ?? DefaultRunningDirectory(configuration),
            Runtime = RuntimeSettings.Read(reader),
        };
    }

    /// <summary>A folder of this instance, and of this app: apps that share a machine on a laptop have their own task hubs.</summary>
    private static string DefaultRunningDirectory(IConfiguration configuration)
    {
        var hub = configuration["TASKHUB_NAME"] is { Length: > 0 and <= 45 } name && name.All(char.IsAsciiLetterOrDigit) ? name : "default";
        return Path.Combine(Path.GetTempPath(), $"TemplateFunctions-{hub}");
    }

    /// <summary>Several processes on one instance would each count its guilds' memory as if it were alone.</summary>
    private static void CheckProcessCount(IConfiguration configuration, SettingsReader reader)
    {
        if (configuration[ProcessCount] is { } count && count.Trim() != "1")
        {
            reader.Fault($"{ProcessCount} is '{count}', but must be 1: one worker process uses all cores, and its limits are those of the instance.");
        }
    }

    private static bool IsSettingName(string text) => text.Length is > 0 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' or '-' or '.');

    private static bool IsTablePrefix(string text) => text.Length is > 0 and <= 32 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
