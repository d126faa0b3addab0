using System.Collections.Frozen;

namespace TemplateFunctions.Core.Capabilities;

/// <summary>
/// What a template may do: exact strings such as <c>kv:get:*</c>, or <c>*</c> for everything. There are no other wildcards: the
/// <c>*</c> inside <c>kv:get:*</c> is a string that the KV plugin asks for by name.
/// </summary>
public sealed class CapabilitySet
{
    /// <summary>Entries a set may have.</summary>
    public const int MaxCount = 256;

    /// <summary>Characters a capability may have: room for a KV key of 512 and its scope.</summary>
    public const int MaxLength = 704;

    private const string Everything = "*";
    private readonly FrozenSet<string> _held;

    /// <summary>A set of the given strings.</summary>
    public CapabilitySet(IEnumerable<string> capabilities) => _held = capabilities.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Says what is wrong with the syntax of a capability, or null.</summary>
    public static string? Check(string capability)
    {
        ArgumentNullException.ThrowIfNull(capability);
        if (capability.Length is 0 or > MaxLength)
        {
            return $"must have 1 to {MaxLength} characters, has {capability.Length}";
        }

        if (capability.Any(char.IsControl))
        {
            return "must not hold control characters";
        }

        return capability.Trim().Length == capability.Length ? null : "must not begin or end with a blank";
    }

    /// <summary>Whether the set holds the capability, exactly or by <c>*</c>.</summary>
    public bool Holds(string capability) => _held.Contains(Everything) || _held.Contains(capability);

    /// <summary>Whether the set holds at least one of them.</summary>
    public bool HoldsAny(params IEnumerable<string> capabilities) => capabilities.Any(Holds);

    /// <summary>Whether everything that the other set allows is allowed by this one.</summary>
    public bool Covers(CapabilitySet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._held.All(Holds);
    }
}
