using System.Diagnostics.CodeAnalysis;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>Where a storage account's queues are and how requests to it are signed.</summary>
/// <param name="QueueEndpoint">Base address without a trailing slash; the emulator's holds the account name as its path.</param>
/// <param name="AccountName">Part of every signature.</param>
/// <param name="AccountKey">The shared key, decoded.</param>
internal sealed record StorageConnection(Uri QueueEndpoint, string AccountName, byte[] AccountKey)
{
    /// <summary>What the operator is told when a connection string is not taken.</summary>
    public const string Allowed = "UseDevelopmentStorage=true, or a connection string with AccountName, AccountKey (base64) and QueueEndpoint or EndpointSuffix";

    // The storage emulator's published account: the same on every machine, and no secret.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Reads a connection string as the Azure SDKs write it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out StorageConnection? connection)
    {
        connection = null;
        var parts = Split(text);
        if (parts is null)
        {
            return false;
        }

        if (parts.TryGetValue("UseDevelopmentStorage", out var useEmulator))
        {
            var proxy = parts.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1").TrimEnd('/');
            return useEmulator.Equals("true", StringComparison.OrdinalIgnoreCase)
                && TryBuild($"{proxy}:10001/{EmulatorAccount}", EmulatorAccount, EmulatorKey, out connection);
        }

        if (!parts.TryGetValue("AccountName", out var account) || account.Length == 0 || !parts.TryGetValue("AccountKey", out var key))
        {
            return false;
        }

        var protocol = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return TryBuild(parts.GetValueOrDefault("QueueEndpoint", $"{protocol}://{account}.queue.{suffix}"), account, key, out connection);
    }

    /// <summary>Never shows the key.</summary>
    public override string ToString() => $"{AccountName} at {QueueEndpoint}";

    private static Dictionary<string, string>? Split(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                return null;
            }
        }

        return parts;
    }

    private static bool TryBuild(string endpoint, string account, string key, [NotNullWhen(true)] out StorageConnection? connection)
    {
        connection = null;
        var bytes = new byte[key.Length];
        if (!Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || !Convert.TryFromBase64String(key, bytes, out var length)
            || length == 0)
        {
            return false;
        }

        connection = new StorageConnection(uri, account, bytes[..length]);
        return true;
    }
}
