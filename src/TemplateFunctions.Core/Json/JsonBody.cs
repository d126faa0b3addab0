using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Core.Json;

/// <summary>
/// Reads JSON that somebody else wrote: HTTP bodies, queue messages, files of the command line. Unknown fields are ignored; wrong
/// types, missing fields, duplicate keys and text that is not Unicode are refused, all of them at once, each with its path.
/// </summary>
public static class JsonBody
{
    /// <summary>How deep a body may nest.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body whose root is an object.</summary>
    /// <param name="utf8">The body; must not change until the call returns.</param>
    /// <param name="read">Takes the fields it wants, in one go; answers null only after a refusal, and its value counts only without one.</param>
    /// <param name="value">What <paramref name="read"/> made.</param>
    /// <param name="problem">TF4001 when the body is not JSON, else <paramref name="refusal"/> with an entry a field.</param>
    /// <param name="refusal">The kind of problem for refused fields; TF4002 when null.</param>
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> utf8,
        Func<JsonFields, T?> read,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out Problem? problem,
        Diagnostic? refusal = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        value = null;
        var errors = new JsonErrors();
        utf8 = utf8.Span.StartsWith(ByteOrderMark) ? utf8[3..] : utf8;
        if (!TryParse(utf8, errors, out var document, out problem))
        {
            return false;
        }

        if (document is not null)
        {
            using (document)
            {
                value = ReadRoot(document.RootElement, read, errors);
            }
        }

        problem = errors.Count == 0 ? null : errors.ToProblem(refusal ?? RequestDiagnostics.BodyRefused);
        value = problem is null ? value ?? throw new InvalidOperationException("A reader gave no value and no refusal.") : null;
        return problem is null;
    }

    private static T? ReadRoot<T>(JsonElement root, Func<JsonFields, T?> read, JsonErrors errors)
        where T : class
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            return read(new JsonFields(root, "", errors));
        }

        errors.Add("", $"must be an object, is {JsonKind.Of(root)}");
        return null;
    }

    /// <summary>False: not JSON at all. True without a document: JSON, but <paramref name="errors"/> says why it is refused.</summary>
    private static bool TryParse(ReadOnlyMemory<byte> utf8, JsonErrors errors, out JsonDocument? document, [NotNullWhen(false)] out Problem? problem)
    {
        document = null;
        problem = Utf8.IsValid(utf8.Span) ? null : Problem.Of(RequestDiagnostics.NotJson, "The body is not valid UTF-8.");
        if (problem is not null)
        {
            return false;
        }

        try
        {
            if (!JsonFaults.MayHoldLoneSurrogates(utf8.Span))
            {
                document = JsonDocument.Parse(utf8, Strict);
                return true;
            }
        }
        catch (JsonException)
        {
            // The slower walk below says where and why.
        }

        problem = JsonFaults.Collect(utf8.Span, errors);
        document = problem is null && errors.Count == 0 ? JsonDocument.Parse(utf8, Strict) : null;
        return problem is null;
    }
}
