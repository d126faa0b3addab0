namespace TemplateFunctions.Core.Storage;

/// <summary>The rules of scopes and bounds that every key-value store keeps.</summary>
public static class KvScopeSet
{
    /// <summary>Sorted ordinally, each once.</summary>
    public static string[] Normalise(IReadOnlyList<string> scopes)
    {
        var sorted = scopes.Distinct(StringComparer.Ordinal).ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    /// <summary>Whether a record with the scopes <paramref name="held"/> matches a request for <paramref name="asked"/>.</summary>
    public static bool Covers(IReadOnlyList<string> held, IReadOnlyList<string> asked)
    {
        foreach (var scope in asked)
        {
            if (!held.Contains(scope, StringComparer.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws <see cref="ArgumentException"/> when the entry is outside the bounds of <see cref="StorageLimits"/>.</summary>
    public static void Check(KvEntry entry)
    {
        if (entry.Key.Length is 0 or > StorageLimits.KvKeyLength)
        {
            throw new ArgumentException($"The key has {entry.Key.Length} characters; 1 to {StorageLimits.KvKeyLength} are allowed.");
        }

        if (entry.Scopes.Count is 0 or > StorageLimits.KvScopes)
        {
            throw new ArgumentException($"There are {entry.Scopes.Count} scopes; 1 to {StorageLimits.KvScopes} are allowed.");
        }

        foreach (var scope in entry.Scopes)
        {
            if (scope.Length is 0 or > StorageLimits.KvScopeLength)
            {
                throw new ArgumentException($"A scope has {scope.Length} characters; 1 to {StorageLimits.KvScopeLength} are allowed.");
            }
        }

        CheckValue(entry.Value);
    }

    /// <summary>Throws <see cref="ArgumentException"/> when the value is empty or too large.</summary>
    public static void CheckValue(ReadOnlyMemory<byte> value)
    {
        if (value.Length is 0 or > StorageLimits.KvValueBytes)
        {
            throw new ArgumentException($"The value takes {value.Length} bytes as JSON; 1 to {StorageLimits.KvValueBytes} are allowed.");
        }
    }
}
