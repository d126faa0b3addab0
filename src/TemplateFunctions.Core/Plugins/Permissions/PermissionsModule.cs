using System.Text.Json;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Permissions;

/// <summary>
/// <c>@antiraid/permissions</c>: kittycat permissions as plain tables <c>{namespace, perm, negator}</c>; wherever one is taken, its
/// text form such as <c>~moderation.ban</c> is taken too.
/// </summary>
internal static class PermissionsModule
{
    private const string BadArgument = "TF4101";
    private const int LargestArgument = 256 << 10;

    /// <summary>Bounds the work of a call, which cannot be interrupted.</summary>
    private const int MostPermissions = 1000;

    public static HostModule Create() => new()
    {
        Name = "@antiraid/permissions",
        Functions =
        [
            new("permission_from_string", FromString),
            new("permission_to_string", call => HostReturn.Of(One(call, 1, "permission").ToString())),
            new("has_perm", Has),
            new("has_perm_str", Has),
            new("staff_permissions_resolve", Resolve),
            new("check_patch_changes", CheckPatch),
        ],
    };

    /// <summary>permission_from_string(text) -> {namespace, perm, negator}</summary>
    private static HostReturn FromString(HostCall call)
    {
        var permission = Permission.Parse(call.String(1, "permission", 256));
        return Table(json => Write(json, permission));
    }

    /// <summary>has_perm(held, wanted) -> boolean</summary>
    private static HostReturn Has(HostCall call) => HostReturn.Of(PermissionRules.Has(List(call, 1, "perms"), One(call, 2, "perm")));

    /// <summary>staff_permissions_resolve{user_positions = {{id, index, perms}...}, perm_overrides = {...}} -> list of permissions</summary>
    private static HostReturn Resolve(HostCall call)
    {
        using var document = JsonDocument.Parse(call.Json(1, "staff_permissions", LargestArgument));
        var budget = MostPermissions;
        var staff = document.RootElement;
        var positions = new List<StaffPosition>();
        foreach (var position in Items(Member(staff, "user_positions"), "user_positions", ref budget))
        {
            positions.Add(new StaffPosition(Index(position), Read(Member(position, "perms"), "perms", ref budget)));
        }

        var resolved = PermissionRules.Resolve(positions, Read(Member(staff, "perm_overrides"), "perm_overrides", ref budget));
        return Table(json =>
        {
            json.WriteStartArray();
            foreach (var permission in resolved)
            {
                Write(json, permission);
            }

            json.WriteEndArray();
        });
    }

    /// <summary>check_patch_changes(manager, current, new) -> true, or false and why: {type, permission} or {type, wildcard, negator}</summary>
    private static HostReturn CheckPatch(HostCall call)
    {
        var refusal = PermissionRules.CheckPatch(List(call, 1, "manager_perms"), List(call, 2, "current_perms"), List(call, 3, "new_perms"));
        return refusal is null ? HostReturn.Of(true) : HostReturn.Of(false, Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", refusal.Wildcard is null ? "NoPermission" : "LacksNegatorForWildcard");
            json.WritePropertyName(refusal.Wildcard is null ? "permission" : "negator");
            Write(json, refusal.Permission);
            if (refusal.Wildcard is { } wildcard)
            {
                json.WritePropertyName("wildcard");
                Write(json, wildcard);
            }

            json.WriteEndObject();
        }));
    }

    private static Permission One(HostCall call, int position, string name)
    {
        using var document = JsonDocument.Parse(call.Json(position, name, LargestArgument));
        return Read(document.RootElement, name);
    }

    private static Permission[] List(HostCall call, int position, string name)
    {
        using var document = JsonDocument.Parse(call.Json(position, name, LargestArgument));
        var budget = MostPermissions;
        return Read(document.RootElement, name, ref budget);
    }

    private static Permission[] Read(JsonElement list, string name, ref int budget) => [.. Items(list, name, ref budget).Select(item => Read(item, name))];

    private static Permission Read(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Permission.Parse(value.GetString()!);
        }

        var (space, perm, negator) = (Member(value, "namespace"), Member(value, "perm"), Member(value, "negator"));
        return space.ValueKind == JsonValueKind.String && perm.ValueKind == JsonValueKind.String
            ? new Permission(space.GetString()!, perm.GetString()!, negator.ValueKind == JsonValueKind.True)
            : throw new ScriptException(BadArgument, $"{name}: a permission must be a string or a table {{namespace, perm, negator}}");
    }

    private static IEnumerable<JsonElement> Items(JsonElement list, string name, ref int budget)
    {
        // An empty Lua table is an object in JSON.
        var empty = list.ValueKind == JsonValueKind.Undefined || (list.ValueKind == JsonValueKind.Object && list.GetPropertyCount() == 0);
        if (!empty && list.ValueKind != JsonValueKind.Array)
        {
            throw new ScriptException(BadArgument, $"{name} must be a list");
        }

        budget -= empty ? 0 : list.GetArrayLength();
        if (budget < 0)
        {
            throw new ScriptException(BadArgument, $"at most {MostPermissions} permissions and positions can be given");
        }

        return empty ? [] : list.EnumerateArray();
    }

    private static long Index(JsonElement position) => Member(position, "index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt64(out var value)
        ? value
        : throw new ScriptException(BadArgument, "user_positions: index must be a whole number");

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    private static void Write(Utf8JsonWriter json, Permission permission)
    {
        json.WriteStartObject();
        json.WriteString("namespace", permission.Namespace);
        json.WriteString("perm", permission.Perm);
        json.WriteBoolean("negator", permission.Negator);
        json.WriteEndObject();
    }

    private static HostReturn Table(Action<Utf8JsonWriter> write) => HostReturn.Of(Json(write));

    private static LuaValue Json(Action<Utf8JsonWriter> write) => LuaValue.FromJson(JsonText.Of(write));
}
