using Microsoft.AspNetCore.Http;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Storage.Templates;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Hosting.Routes;

namespace TemplateFunctions.App.Operations;

/// <summary>
/// Gives every guild with templates a fresh VM, a few at a time: after a deployment that changes what VMs are made of. An
/// orchestration keeps its place, so that a restart of the app goes on where it was.
/// </summary>
public sealed class RollingReset
{
    private const int Portion = 50;
    private readonly TableTemplateStore _templates;
    private readonly GuildService _guilds;

    internal RollingReset(TableTemplateStore templates, GuildService guilds)
    {
        _templates = templates;
        _guilds = guilds;
    }

    /// <summary>Resets the next guilds; answers the last of them, or null when there were no more.</summary>
    /// <param name="after">The last guild of the portion before; empty for the first.</param>
    /// <param name="cancellation">Ends the work; it is repeated then.</param>
    public async Task<string?> ResetNextAsync(string after, CancellationToken cancellation)
    {
        string? last = null;
        var count = 0;
        await foreach (var guild in _templates.GuildsAfterAsync(after, cancellation))
        {
            await _guilds.ResetAsync(guild);
            last = guild.ToString();
            if (++count == Portion)
            {
                break;
            }
        }

        return count == Portion ? last : null;
    }

    /// <summary>The route that starts it; this host's own.</summary>
    internal static ContractRoute Route(EntityClients clients, string orchestration) => new(
        "POST",
        "/operations/rolling-reset",
        "Gives every guild a fresh VM, 50 at a time; Function app only.",
        async context =>
        {
            var id = await clients.StartAsync(orchestration, "", context.RequestAborted);
            await Responses.WriteAsync(context, System.Text.Encoding.UTF8.GetBytes($$"""{"instance_id":"{{id}}"}"""), StatusCodes.Status202Accepted);
        });
}
