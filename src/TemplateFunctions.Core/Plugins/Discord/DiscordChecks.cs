using System.Globalization;
using System.Text.Json;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>The functions of <c>ctx.Discord</c> that look something up and judge it, before a template acts on somebody's behalf.</summary>
/// <param name="get">Sends a GET to a path and answers the body, or raises Discord's refusal.</param>
internal sealed class DiscordChecks(Func<DiscordCheck, string, Task<JsonElement>> get)
{
    private const string BadArgument = "TF4101";
    private const string Lacking = "TF4303";

    /// <summary>The functions by name, each with the arguments it requires.</summary>
    public IReadOnlyDictionary<string, (string[] Ids, Func<DiscordCheck, Task<LuaValue>> Body)> All => new Dictionary<string, (string[], Func<DiscordCheck, Task<LuaValue>>)>
    {
        ["antiraid_check_permissions"] = (["user_id", "needed_permissions"], CheckPermissions),
        ["antiraid_check_permissions_and_hierarchy"] = (["user_id", "target_id", "needed_permissions"], CheckHierarchy),
        ["antiraid_check_channel_permissions"] = (["user_id", "channel_id", "needed_permissions"], CheckChannel),
    };

    /// <summary>antiraid_check_reason(reason): refuses what the audit log would not take</summary>
    public static HostReturn CheckReason(HostCall call)
    {
        var reason = call.String(1, "reason");
        return reason.Length is > 0 and <= 512 && !reason.Any(char.IsControl)
            ? HostReturn.None
            : throw new ScriptException(BadArgument, "reason must be a string of 1 to 512 characters without control characters");
    }

    /// <summary>{user_id, needed_permissions} -> {partial_guild, member, permissions}</summary>
    private async Task<LuaValue> CheckPermissions(DiscordCheck check)
    {
        var (guild, member) = await GuildAndMember(check).ConfigureAwait(false);
        var held = new DiscordPermissions(guild).InGuild(member);
        Require(check, held);
        return Answer(held, ("partial_guild", guild), ("member", member));
    }

    /// <summary>{user_id, target_id, needed_permissions} -> as above, when the user also stands above the target</summary>
    private async Task<LuaValue> CheckHierarchy(DiscordCheck check)
    {
        var (guild, member) = await GuildAndMember(check).ConfigureAwait(false);
        var target = await get(check, $"/guilds/{check.Run.Guild}/members/{check["target_id"]}").ConfigureAwait(false);
        var permissions = new DiscordPermissions(guild);
        var held = permissions.InGuild(member);
        Require(check, held);
        return permissions.IsAbove(member, target)
            ? Answer(held, ("partial_guild", guild), ("member", member))
            : throw new ScriptException(Lacking, $"user {check["user_id"]} does not stand above user {check["target_id"]}");
    }

    /// <summary>{user_id, channel_id, needed_permissions} -> {partial_guild, channel, member, permissions}</summary>
    private async Task<LuaValue> CheckChannel(DiscordCheck check)
    {
        var (guild, member) = await GuildAndMember(check).ConfigureAwait(false);
        var channel = await get(check, $"/channels/{check["channel_id"]}").ConfigureAwait(false);
        if (!channel.TryGetProperty("guild_id", out var owner) || owner.GetString() != check.Run.Guild.ToString())
        {
            throw new ScriptException(BadArgument, $"channel {check["channel_id"]} is not one of this guild");
        }

        var held = new DiscordPermissions(guild).InChannel(member, channel);
        Require(check, held);
        return Answer(held, ("partial_guild", guild), ("channel", channel), ("member", member));
    }

    private async Task<(JsonElement Guild, JsonElement Member)> GuildAndMember(DiscordCheck check) => (
        await get(check, $"/guilds/{check.Run.Guild}").ConfigureAwait(false),
        await get(check, $"/guilds/{check.Run.Guild}/members/{check["user_id"]}").ConfigureAwait(false));

    private static void Require(DiscordCheck check, ulong held)
    {
        var needed = ulong.Parse(check["needed_permissions"], CultureInfo.InvariantCulture);
        if ((held & needed) != needed)
        {
            throw new ScriptException(Lacking, $"user {check["user_id"]} lacks the permissions {needed & ~held} of the {needed} that are needed");
        }
    }

    private static LuaValue Answer(ulong held, params (string Name, JsonElement Value)[] parts) => LuaValue.FromJson(JsonText.Of(json =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in parts)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteString("permissions", held.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }));
}

/// <summary>One such call: who asks, and its arguments, all of which are decimal numbers in strings.</summary>
internal sealed record DiscordCheck(RunInfo Run, string Method, IReadOnlyDictionary<string, string> Arguments, CancellationToken Cancellation)
{
    public string this[string name] => Arguments[name];
}
