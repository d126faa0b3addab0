using TemplateFunctions.Core.Json;

namespace TemplateFunctions.Core.Diagnostics;

/// <summary>A refusal as a value: what was wrong with a request, a message or a template, for the person who sent it.</summary>
/// <param name="Code">A code of the <see cref="DiagnosticCatalog"/>.</param>
/// <param name="Title">The code's title.</param>
/// <param name="Detail">One sentence about this very case.</param>
/// <param name="Errors">What is wrong field by field; empty when the refusal is not about fields.</param>
public sealed record Problem(string Code, string Title, string Detail, IReadOnlyList<ProblemError> Errors)
{
    /// <summary>The HTTP status that goes with the code; 500 for a code that has none.</summary>
    public int Status => DiagnosticCatalog.Find(Code)?.HttpStatus ?? 500;

    /// <summary>A problem of the given kind.</summary>
    public static Problem Of(Diagnostic diagnostic, string detail, params IReadOnlyList<ProblemError> errors)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return new(diagnostic.Code, diagnostic.Title, detail, errors);
    }

    /// <summary>The body of an <c>application/problem+json</c> answer, UTF-8.</summary>
    public byte[] ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("code", Code);
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteStartArray("errors");
        foreach (var error in Errors)
        {
            json.WriteStartObject();
            json.WriteString("path", error.Path);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Path">The field, such as <c>event.data</c> or <c>files["init.luau"]</c>; empty for the whole body.</param>
/// <param name="Message">What was expected and what came.</param>
public sealed record ProblemError(string Path, string Message);
