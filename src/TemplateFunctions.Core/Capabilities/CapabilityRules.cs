namespace TemplateFunctions.Core.Capabilities;

/// <summary>
/// How the capabilities of a template are written: exact strings such as <c>kv:get:*</c>, or <c>*</c> for everything. There are no other
/// wildcards: the <c>*</c> inside <c>kv:get:*</c> is a string that the KV plugin asks for by name.
/// </summary>
public static class CapabilityRules
{
    /// <summary>Capabilities of one template.</summary>
    public const int MaxCount = 256;

    /// <summary>Characters a capability may have: room for a KV key of 512 and its scope.</summary>
    public const int MaxLength = 704;

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
}
