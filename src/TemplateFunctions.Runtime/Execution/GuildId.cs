using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TemplateFunctions.Runtime.Execution;

/// <summary>
/// A Discord guild: the tenant whose templates share one VM. Written as a decimal string of 1 to 20 digits
/// wherever it leaves the process, because JSON readers lose digits of large numbers.
/// </summary>
public readonly record struct GuildId(ulong Value)
{
    /// <summary>Parses 1 to 20 decimal digits; refuses signs, blanks and values above 2^64-1.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GuildId id)
    {
        id = default;
        if (text is null or { Length: 0 or > 20 } || !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        id = new GuildId(value);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
