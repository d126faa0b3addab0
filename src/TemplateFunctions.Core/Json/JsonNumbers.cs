using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace TemplateFunctions.Core.Json;

/// <summary>
/// Numbers that JSON allows and a double does not hold, such as <c>1e999</c>: a payload with one is refused where it comes in, because no
/// template could be shown it.
/// </summary>
internal static class JsonNumbers
{
    // The largest double has 309 digits before its point.
    private const int FewestDigits = 309;

    private static readonly SearchValues<byte> Exponent = SearchValues.Create("eE"u8);

    /// <summary>Whether every number of a valid JSON text fits.</summary>
    public static bool AllFit(ReadOnlySpan<byte> json)
    {
        if (!MayOverflow(json))
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonBody.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && !double.IsFinite(double.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it is worth while to read the numbers: something looks like an exponent, or there is a very long row of digits.</summary>
    private static bool MayOverflow(ReadOnlySpan<byte> json)
    {
        for (var rest = json; rest.IndexOfAny(Exponent) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            if (at > 0 && char.IsAsciiDigit((char)rest[at - 1]))
            {
                return true;
            }
        }

        for (var at = FewestDigits - 1; at < json.Length; at += FewestDigits)
        {
            var first = json[..at].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            var digits = json[first..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits < 0 || digits >= FewestDigits)
            {
                return true;
            }
        }

        return false;
    }
}
