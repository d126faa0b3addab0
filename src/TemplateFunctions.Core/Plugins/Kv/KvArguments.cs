using System.Text.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Kv;

/// <summary>Reads and checks the arguments of KV operations.</summary>
internal static class KvArguments
{
    private const int IdLength = 128;
    private const string BadArgument = "TF4101";
    private const string TooLong = "TF3015";

    public static string Key(HostCall call, int position, string name = "key")
    {
        var key = call.String(position, name);
        return key.Length is > 0 and <= StorageLimits.KvKeyLength
            ? key
            : throw new ScriptException(TooLong, $"{name} must have 1 to {StorageLimits.KvKeyLength} characters, has {key.Length}");
    }

    public static string Id(HostCall call) => call.String(1, "id", IdLength);

    /// <summary>At least one scope; sorted, each once.</summary>
    public static string[] Scopes(HostCall call, int position)
    {
        var scopes = call.Strings(position, "scopes", StorageLimits.KvScopes);
        if (scopes.Length == 0)
        {
            throw new ScriptException(BadArgument, "scopes must hold at least one scope");
        }

        foreach (var scope in scopes)
        {
            if (scope.Length is 0 or > StorageLimits.KvScopeLength || scope.Any(c => c is '[' or ']' || char.IsControl(c)))
            {
                throw new ScriptException(TooLong, $"a scope must have 1 to {StorageLimits.KvScopeLength} characters without brackets and control characters");
            }
        }

        return [.. scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public static ReadOnlyMemory<byte> Value(HostCall call, int position)
    {
        try
        {
            var value = call.Json(position, "value", StorageLimits.KvValueBytes);
            return value.Length <= StorageLimits.KvValueBytes ? value : throw TooLarge();
        }
        catch (ScriptException error) when (error.Code == "TF3005")
        {
            throw TooLarge();
        }
    }

    private static ScriptException TooLarge() => new(TooLong, $"value must have at most {StorageLimits.KvValueBytes} bytes as JSON");

    public static bool Resume(HostCall call, int position) => !call.IsNil(position) && call.Boolean(position, "resume");

    /// <summary>A time in the future: seconds since 1970, a DateTime, or an ISO 8601 string; null when absent.</summary>
    public static DateTimeOffset? Expiry(HostCall call, int position, DateTimeOffset now)
    {
        if (call.IsNil(position))
        {
            return null;
        }

        using var json = JsonDocument.Parse(call.Json(position, "expires_at", 256));
        var expiry = Time(json.RootElement)
            ?? throw new ScriptException(BadArgument, "expires_at must be a DateTime, seconds since 1970 or a time such as 2026-01-31T12:00:00Z");
        return expiry > now ? expiry : throw new ScriptException(BadArgument, $"expires_at must lie in the future, is {expiry:O}");
    }

    private static DateTimeOffset? Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;
        }

        const double LastSecond = 253_402_300_799;
        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and < LastSecond and var seconds
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
    }
}
