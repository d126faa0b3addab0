using System.Globalization;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The template routes. A source that does not compile is never stored; a change is seen by the next event, on the same VM.</summary>
public sealed class TemplateService
{
    private readonly GuildServices _services;
    private readonly IGuildAccess _access;

    internal TemplateService(GuildServices services, IGuildAccess access)
    {
        _services = services;
        _access = access;
    }

    /// <summary>GET /guilds/{guild_id}/templates, ordered by name.</summary>
    public async ValueTask<IReadOnlyList<TemplateRecord>> ListAsync(GuildId guild, CancellationToken cancellation = default) =>
        (await _services.Ports.Templates.ListAsync(guild, cancellation)).Templates;

    /// <summary>GET /guilds/{guild_id}/templates/{name}.</summary>
    public async ValueTask<Answer<TemplateRecord>> GetAsync(GuildId guild, string name, CancellationToken cancellation = default) =>
        await _services.Ports.Templates.GetAsync(guild, name, cancellation) is { } record ? record : Unknown(guild, name);

    /// <summary>PUT /guilds/{guild_id}/templates/{name}.</summary>
    /// <param name="guild">The guild of the address.</param>
    /// <param name="name">The name of the address.</param>
    /// <param name="body">UTF-8 JSON, see <see cref="TemplateBody"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask<Answer<TemplatePut>> PutAsync(GuildId guild, string name, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        if (!TemplateBody.TryParse(guild, name, body, _services.Now, out var record, out var problem))
        {
            return problem;
        }

        if (Compile(record) is { } fault)
        {
            return fault;
        }

        var put = await _services.Ports.Templates.PutAsync(record, cancellation: cancellation);
        if (put.Status == TemplatePutStatus.GuildFull)
        {
            return Problem.Of(LimitDiagnostics.TooManyTemplates, $"Guild {guild} has {StorageLimits.TemplatesPerGuild} templates, which is the limit.");
        }

        if (put.Status is TemplatePutStatus.Created or TemplatePutStatus.Replaced)
        {
            await _access.ReloadAsync(guild, cancellation);
        }

        return put;
    }

    /// <summary>DELETE /guilds/{guild_id}/templates/{name}.</summary>
    public async ValueTask<Problem?> DeleteAsync(GuildId guild, string name, CancellationToken cancellation = default)
    {
        if (!await _services.Ports.Templates.DeleteAsync(guild, name, cancellation))
        {
            return Unknown(guild, name);
        }

        await _access.ReloadAsync(guild, cancellation);
        return null;
    }

    private static Problem Unknown(GuildId guild, string name) =>
        Problem.Of(RequestDiagnostics.UnknownTemplate, $"Guild {guild} has no template '{(name.Length <= 64 ? name : name[..64])}'.");

    private static Problem? Compile(TemplateRecord record)
    {
        var found = TemplateCompiler.Check(record.Files);
        if (found.Count == 0)
        {
            return null;
        }

        var first = found[0];
        var errors = found.Select(d => new ProblemError(
            string.Create(CultureInfo.InvariantCulture, $"files[\"{d.File}\"]:{d.Line}{(d.Column is { } column ? $":{column}" : "")}"),
            $"{d.Code}: {d.Message}{(d.Frame is { } frame ? $"\n{frame}" : "")}"));
        return Problem.Of(
            DiagnosticCatalog.Find(first.Code) ?? SourceDiagnostics.DoesNotCompile,
            string.Create(CultureInfo.InvariantCulture, $"{first.File}:{first.Line}: {first.Message}"),
            [.. errors.Take(100)]);
    }
}
