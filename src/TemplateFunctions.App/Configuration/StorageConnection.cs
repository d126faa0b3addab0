using Microsoft.Extensions.Configuration;
using TemplateFunctions.Hosting.Settings;

namespace TemplateFunctions.App.Configuration;

/// <summary>
/// A storage account as the Functions host names them: one setting with a connection string, or a group of settings with the
/// services' addresses, reached by managed identity.
/// </summary>
/// <param name="ConnectionString">Set, or the two addresses are.</param>
/// <param name="Tables">Address of the table service.</param>
/// <param name="Queues">Address of the queue service.</param>
/// <param name="Credential"><c>managedidentity</c>, or null for whatever the environment offers.</param>
/// <param name="ClientId">A user-assigned identity; null for the system's.</param>
internal sealed record StorageConnection(string? ConnectionString, Uri? Tables, Uri? Queues, string? Credential, string? ClientId)
{
    /// <summary>Reads the connection of that name; what is wrong becomes a fault of the reader.</summary>
    public static StorageConnection Read(IConfiguration configuration, string name, SettingsReader reader)
    {
        var section = configuration.GetSection(name);
        if (section.Value is { Length: > 0 } text)
        {
            return new StorageConnection(text, null, null, null, null);
        }

        var account = section["accountName"];
        var tables = Address(section["tableServiceUri"] ?? Default(account, "table"));
        var queues = Address(section["queueServiceUri"] ?? Default(account, "queue"));
        if (tables is null || queues is null)
        {
            reader.Fault(
                $"The connection '{name}' is not set: give {name} a connection string, or set {name}__tableServiceUri and {name}__queueServiceUri (or {name}__accountName) for a managed identity.");
        }

        return new StorageConnection(null, tables, queues, section["credential"], section["clientId"]);
    }

    /// <summary>Never shows a key.</summary>
    public override string ToString() => ConnectionString is null ? $"{Tables} and {Queues} by identity" : "a connection string";

    private static string? Default(string? account, string service) => account is null ? null : $"https://{account}.{service}.core.windows.net";

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address : null;
}
