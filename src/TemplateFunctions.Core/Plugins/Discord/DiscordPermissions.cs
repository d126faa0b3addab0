using System.Globalization;
using System.Text.Json;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>
/// Who may do what in a guild, by Discord's own rules: the owner and administrators everything, others what their roles give
/// together, changed by a channel's overwrites for everyone, then for their roles, then for themselves.
/// </summary>
/// <param name="guild">Discord's guild object, with its roles.</param>
internal sealed class DiscordPermissions(JsonElement guild)
{
    private const ulong Administrator = 8;
    private const ulong All = ulong.MaxValue;

    /// <summary>What the member may do in the guild as a whole.</summary>
    public ulong InGuild(JsonElement member)
    {
        if (IsOwner(member))
        {
            return All;
        }

        var given = RolesOf(member).Aggregate(0ul, (bits, role) => bits | Bits(role, "permissions"));
        return (given & Administrator) != 0 ? All : given;
    }

    /// <summary>What the member may do in a channel.</summary>
    public ulong InChannel(JsonElement member, JsonElement channel)
    {
        var given = InGuild(member);
        if (given == All || !channel.TryGetProperty("permission_overwrites", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return given;
        }

        var roles = RolesOf(member).Select(role => Text(role, "id")).ToHashSet(StringComparer.Ordinal);
        var overwrites = list.EnumerateArray().ToLookup(overwrite => Text(overwrite, "id"));
        var everyone = Text(guild, "id");
        given = Apply(given, overwrites[everyone]);
        given = Apply(given, roles.Where(role => role != everyone).SelectMany(role => overwrites[role]));
        return Apply(given, overwrites[UserOf(member)]);
    }

    /// <summary>Whether the first member stands above the second: the owner above all, others by their highest role.</summary>
    public bool IsAbove(JsonElement member, JsonElement other) => !IsOwner(other) && (IsOwner(member) || Rank(member) > Rank(other));

    private bool IsOwner(JsonElement member) => Text(guild, "owner_id") == UserOf(member);

    private long Rank(JsonElement member) => RolesOf(member)
        .Select(role => role.TryGetProperty("position", out var position) && position.TryGetInt64(out var value) ? value : 0)
        .DefaultIfEmpty()
        .Max();

    /// <summary>The member's roles, with the role of everyone, whose id is the guild's.</summary>
    private IEnumerable<JsonElement> RolesOf(JsonElement member)
    {
        var held = Items(member, "roles").Select(role => role.GetString()).Append(Text(guild, "id")).ToHashSet(StringComparer.Ordinal);
        return Items(guild, "roles").Where(role => held.Contains(Text(role, "id")));
    }

    /// <summary>Denials first, then what is allowed, as if the overwrites were one.</summary>
    private static ulong Apply(ulong given, IEnumerable<JsonElement> overwrites)
    {
        var (allow, deny) = overwrites.Aggregate((0ul, 0ul), (sum, one) => (sum.Item1 | Bits(one, "allow"), sum.Item2 | Bits(one, "deny")));
        return (given & ~deny) | allow;
    }

    private static string UserOf(JsonElement member) => member.TryGetProperty("user", out var user) ? Text(user, "id") : "";

    private static ulong Bits(JsonElement value, string name) =>
        ulong.TryParse(Text(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    private static string Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static IEnumerable<JsonElement> Items(JsonElement value, string name) =>
        value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}
