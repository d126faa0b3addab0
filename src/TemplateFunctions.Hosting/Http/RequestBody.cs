using Microsoft.AspNetCore.Http;
using System.Buffers;
using System.IO.Pipelines;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Hosting.Http;

/// <summary>Reads a bounded JSON body once, without parsing it.</summary>
internal static class RequestBody
{
    /// <summary>Bytes of a body.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Bytes of a template's body: escaped as JSON, the source it may have takes more than its own size.</summary>
    public const int MaxTemplateBytes = 4 << 20;

    /// <summary>The whole body, or why it is refused: TF4008 for another content type, TF3008 for one that is too large.</summary>
    public static async ValueTask<BodyResult> ReadAsync(HttpContext context, int maxBytes = MaxBytes)
    {
        var request = context.Request;
        if (!IsJson(request.ContentType))
        {
            var sent = string.IsNullOrEmpty(request.ContentType) ? "The request names no content type" : $"The content type is '{request.ContentType}'";
            return BodyResult.Refused(Problem.Of(RequestDiagnostics.UnsupportedMediaType, $"{sent}; it must be application/json in UTF-8."));
        }

        if (request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        try
        {
            return await ReadAllAsync(request.BodyReader, maxBytes, context.RequestAborted);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            // The server refuses most broken framing itself, but takes a chunk's size that fits no number for a failure of its own.
            context.Response.Headers.Connection = "close";
            return BodyResult.Refused(Problem.Of(RequestDiagnostics.NotJson, "The framing of the body is broken."));
        }
    }

    private static async ValueTask<BodyResult> ReadAllAsync(PipeReader reader, int maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                return Take(reader, read.Buffer);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static BodyResult Take(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        // A copy, because the parsed request outlives the pipe's buffer when its caller stops waiting.
        var bytes = GC.AllocateUninitializedArray<byte>((int)buffer.Length);
        buffer.CopyTo(bytes);
        reader.AdvanceTo(buffer.End);
        return new BodyResult(bytes, null);
    }

    private static BodyResult TooLarge(int maxBytes) =>
        BodyResult.Refused(Problem.Of(LimitDiagnostics.BodyTooLarge, $"The body is larger than {maxBytes} bytes."));

    private static bool IsJson(string? contentType)
    {
        if (contentType is "application/json" or "application/json; charset=utf-8")
        {
            return true;
        }

        return System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType is { } type
            && type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (parsed.CharSet is null || parsed.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A body, or why there is none.</summary>
internal readonly record struct BodyResult(ReadOnlyMemory<byte> Bytes, Problem? Problem)
{
    public static BodyResult Refused(Problem problem) => new(default, problem);
}
