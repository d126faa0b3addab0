using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.LocalHost.Http;

/// <summary>Compares the key that a caller sent with the configured one, in a time that tells nothing about either.</summary>
internal sealed class KeyCheck
{
    public const string Header = "x-functions-key";

    private readonly byte[]? _expected;

    /// <param name="key">Null when no key is asked.</param>
    public KeyCheck(string? key) => _expected = key is null ? null : Hash(key);

    /// <summary>Whether callers must send a key.</summary>
    public bool IsRequired => _expected is not null;

    /// <summary>Why the request is refused, or null.</summary>
    public Problem? Check(HttpRequest request)
    {
        if (_expected is null)
        {
            return null;
        }

        var sent = request.Headers[Header];
        if (sent.Count != 1)
        {
            return Problem.Of(RequestDiagnostics.KeyMissing, $"The header {Header} is missing.");
        }

        return CryptographicOperations.FixedTimeEquals(Hash(sent[0]!), _expected)
            ? null
            : Problem.Of(RequestDiagnostics.KeyMissing, $"The key in the header {Header} is not the one of this host.");
    }

    // Hashes have one length, so that the comparison cannot tell the key's.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
