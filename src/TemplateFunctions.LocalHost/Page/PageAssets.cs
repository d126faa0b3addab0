using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using TemplateFunctions.Core.Events;

namespace TemplateFunctions.LocalHost.Page;

/// <summary>
/// Serves the page: a few static files that travel inside the assembly, so that they are found from whatever directory the host runs.
/// </summary>
internal static class PageAssets
{
    /// <summary>The page may load and call nothing but its own host, and nobody may frame it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>Maps the files, <c>/</c>, and the sample events the page offers.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        const string Prefix = "page/";
        var assembly = typeof(PageAssets).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var name = resource[Prefix.Length..];
            Map(routes, name == "index.html" ? "/" : $"/{name}", new Asset(ReadAll(stream), Types[Path.GetExtension(name)]));
        }

        Map(routes, "/events.json", new Asset(SampleEvents(), "application/json"));
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Asset asset) =>
        routes.MapGet(path, context => SendAsync(context, asset)).ExcludeFromDescription();

    private static async Task SendAsync(HttpContext context, Asset asset)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        headers.ETag = asset.Tag;
        if (context.Request.Headers.IfNoneMatch == asset.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = asset.Bytes.Length;
        await context.Response.BodyWriter.WriteAsync(asset.Bytes, context.RequestAborted);
    }

    private static byte[] SampleEvents()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var known in EventRegistry.All)
            {
                json.WriteStartObject();
                json.WriteString("name", known.Name);
                json.WriteString("base_name", known.BaseName);
                json.WritePropertyName("data");
                json.WriteRawValue(known.Sample());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed record Asset(byte[] Bytes, string Type)
    {
        public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 8))}\"";
    }
}
