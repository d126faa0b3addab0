using Microsoft.AspNetCore.Http;
using System.Text.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>A guild's templates.</summary>
internal sealed class TemplateRoutes(IExecutor executor)
{
    private const string One = "/guilds/{guild_id}/templates/{name}";

    public IEnumerable<ContractRoute> All() =>
    [
        new("GET", "/guilds/{guild_id}/templates", "The guild's templates, without their files.", ListAsync),
        new("GET", One, "One template with its files.", GetAsync),
        new("PUT", One, "Stores a template. A source that does not compile is refused with 422 and its diagnostics.", PutAsync),
        new("DELETE", One, "Deletes a template.", DeleteAsync),
    ];

    private async Task ListAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        await (parameters.AreRefused(out var refused)
            ? ProblemWriter.WriteAsync(context, refused)
            : Responses.WriteAsync(context, ListJson(await executor.ListTemplatesAsync(guild, context.RequestAborted))));
    }

    private async Task GetAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        if (parameters.AreRefused(out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        var answer = await executor.GetTemplateAsync(guild, parameters.Segment("name"), context.RequestAborted);
        await (answer is { IsOk: true, Value: { } record } ? Responses.WriteAsync(context, TemplateJson.ToJson(record)) : Responses.RefuseAsync(context, answer));
    }

    private async Task PutAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        if (parameters.AreRefused(out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        var body = await RequestBody.ReadAsync(context, RequestBody.MaxTemplateBytes);
        if (body.Problem is { } unreadable)
        {
            await ProblemWriter.WriteAsync(context, unreadable);
            return;
        }

        var answer = await executor.PutTemplateAsync(guild, parameters.Segment("name"), body.Bytes, context.RequestAborted);
        await (answer is { IsOk: true, Value: { Record: { } record } put }
            ? Responses.WriteAsync(context, TemplateJson.ToJson(record), put.Status == TemplatePutStatus.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : Responses.RefuseAsync(context, answer));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        if (!parameters.AreRefused(out var refused))
        {
            refused = await executor.DeleteTemplateAsync(guild, parameters.Segment("name"), context.RequestAborted);
        }

        await (refused is null ? Responses.Done(context) : ProblemWriter.WriteAsync(context, refused));
    }

    private static byte[] ListJson(IReadOnlyList<TemplateRecord> records)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var record in records)
            {
                TemplateJson.WriteWithoutFiles(json, record);
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
