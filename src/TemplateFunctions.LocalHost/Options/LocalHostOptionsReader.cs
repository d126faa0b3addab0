using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.LocalHost.Options;

/// <summary>Reads <see cref="LocalHostOptions"/> from configuration: the one list of settings and their ranges.</summary>
internal static class LocalHostOptionsReader
{
    /// <summary>The configuration section.</summary>
    public const string Section = "TemplateFunctions";

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="StartupException">A setting is wrong or unknown.</exception>
    public static LocalHostOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, Section);
        var options = Read(reader);
        reader.ThrowIfFaulty();
        return options;
    }

    /// <summary>Every setting with its default and range.</summary>
    public static IReadOnlyList<Setting> Settings()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build(), Section);
        Read(reader);
        return reader.Settings;
    }

    private static LocalHostOptions Read(SettingsReader reader) => new()
    {
        DataDirectory = Path.GetFullPath(reader.Text("DataDirectory", "data", "a path that can be made a directory", SettingRules.IsDirectory)!),
        Key = reader.Text("Key", null, "1 to 256 visible ASCII characters", IsKey),
        Queue = new QueueOptions(
            reader.Text("Queue:ConnectionString", null, StorageConnection.Allowed, text => StorageConnection.TryParse(text, out _)),
            reader.Text("Queue:Name", "template-events", SettingRules.EventsQueue, SettingRules.IsEventsQueue)!),
        Runtime = RuntimeSettings.Read(reader),
    };

    private static bool IsKey(string text) => text.Length is > 0 and <= 256 && text.All(c => c is > ' ' and < (char)127);
}
