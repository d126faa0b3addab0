using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>Signs a queue request with the account's shared key (the "Shared Key" scheme of Azure Storage).</summary>
internal static class SharedKeySigner
{
    /// <summary>The version of the service's protocol that the requests speak.</summary>
    public const string ServiceVersion = "2021-12-02";

    /// <summary>Sets date, version and authorization. The request must be complete but for these.</summary>
    public static void Sign(HttpRequestMessage request, StorageConnection connection, DateTimeOffset now)
    {
        request.Headers.Add("x-ms-date", now.ToString("R", CultureInfo.InvariantCulture));
        request.Headers.Add("x-ms-version", ServiceVersion);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(connection.AccountKey, Encoding.UTF8.GetBytes(StringToSign(request, connection.AccountName))));
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {connection.AccountName}:{signature}");
    }

    /// <summary>The text under the signature.</summary>
    internal static string StringToSign(HttpRequestMessage request, string account)
    {
        var content = request.Content?.Headers;
        var length = content?.ContentLength is > 0 and { } bytes ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        var text = new StringBuilder();
        text.Append(request.Method.Method).Append("\n\n\n").Append(length).Append("\n\n").Append(content?.ContentType?.ToString()).Append('\n');

        // Date (x-ms-date stands for it), the four conditions, and the range: unused.
        text.Append("\n\n\n\n\n\n");
        foreach (var (name, values) in request.Headers
            .Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Key.ToLowerInvariant(), Values: string.Join(',', header.Value)))
            .OrderBy(header => header.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(':').Append(values).Append('\n');
        }

        text.Append('/').Append(account).Append(request.RequestUri!.AbsolutePath);
        foreach (var pair in request.RequestUri.Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(Uri.UnescapeDataString)
            .OrderBy(pair => pair, StringComparer.Ordinal))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            text.Append('\n').Append(pair[..equals].ToLowerInvariant()).Append(':').Append(pair, equals + 1, pair.Length - equals - 1);
        }

        return text.ToString();
    }
}
