using Microsoft.AspNetCore.Http;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>Writes answers straight to the response's pipe.</summary>
internal static class Responses
{
    private const string Json = "application/json";
    private const int LargestKept = 64 << 10;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _aside;

    /// <summary>The views, with text left readable: answers are never embedded in HTML, and their type is not guessed.</summary>
    public static ViewJson Views { get; } = new(new JsonSerializerOptions(ViewJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Answers with JSON that is written already.</summary>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Json;
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>Answers with a value of the generated JSON context.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(value, type), status);

    /// <summary>Answers with an outcome, or with 202 and where it will be found.</summary>
    public static async Task WriteAsync(HttpContext context, ExecuteResult result)
    {
        var response = context.Response;
        response.ContentType = Json;
        if (result.IsRunning)
        {
            response.StatusCode = StatusCodes.Status202Accepted;
            response.Headers.Location = $"/api/executions/{result.ExecutionId}";
        }

        CopyTo(response, result);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // Written aside first: an answer of known length needs no chunks.
    private static void CopyTo(HttpResponse response, in ExecuteResult result)
    {
        var aside = _aside ??= new ArrayBufferWriter<byte>(1024);
        aside.ResetWrittenCount();
        result.WriteTo(aside);
        response.ContentLength = aside.WrittenCount;
        response.BodyWriter.Write(aside.WrittenSpan);
        if (aside.Capacity > LargestKept)
        {
            _aside = null;
        }
    }

    /// <summary>Answers with the refusal of a service.</summary>
    public static Task RefuseAsync<T>(HttpContext context, in Answer<T> answer) =>
        ProblemWriter.WriteAsync(context, answer.Problem!, retryAfter: answer.RetryAfter);

    /// <summary>Answers that it is done and there is nothing to tell.</summary>
    public static Task Done(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
