using System.Security.Cryptography;
using System.Text;

namespace TemplateFunctions.Core.Events;

/// <summary>Ids for events and executions whose sender gives none.</summary>
public static class EventIds
{
    /// <summary>32 lower-case hex digits: unique, and later ones sort after earlier ones.</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    }

    /// <summary>32 lower-case hex digits that follow from an id and a name, so that whoever sends a request knows what it will be called.</summary>
    internal static string Of(string id, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}|{name}")).AsSpan(0, 16));
}
