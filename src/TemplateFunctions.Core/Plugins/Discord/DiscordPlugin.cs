using System.Text.Json;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>
/// <c>ctx.Discord</c>: REST calls by name with one table of arguments, such as <c>{channel_id, data, reason}</c>. A call checks the
/// capability <c>discord:&lt;method&gt;</c>, its arguments, then the rate limit, and answers what Discord answers.
/// </summary>
internal sealed class DiscordPlugin(IDiscordTransport? transport, RateLimiter limiter)
{
    private const string BadArgument = "TF4101";

    public HostModule Module() => new()
    {
        Name = "@antiraid/discord",
        ContextName = "Discord",
        Functions = [.. DiscordMethods.All.Select(method => new HostFunction(method.Name, call => Invoke(method, call)))],
    };

    private HostReturn Invoke(DiscordMethod method, HostCall call)
    {
        call.RequireCapability($"discord:{method.Name}", "discord:*");
        var sender = transport ?? throw new ScriptException("TF4301", $"{method.Name}: this host has no connection to Discord");
        using var arguments = DiscordArguments.Read(call, method);
        var parameters = DiscordRoute.Parameters(method, arguments, call.Run.Guild, sender.ApplicationId);
        var request = new DiscordCall(
            call.Run,
            method.Name,
            method.Verb,
            DiscordRoute.Path(method, parameters, arguments),
            parameters,
            Body(method, arguments),
            DiscordRoute.Reason(method, arguments));
        limiter.Take(call.Run.Guild, $"discord:{method.Name}");
        var cancellation = call.Cancellation;
        return PluginWork.Start(async () => Answer(method, await sender.SendAsync(request, cancellation).ConfigureAwait(false)));
    }

    private static ReadOnlyMemory<byte> Body(DiscordMethod method, DiscordArguments arguments) => method.Body switch
    {
        DiscordBody.Data => arguments.TryGet("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? Raw(data)
            : throw new ScriptException(BadArgument, $"{method.Name}: data must be a table of fields"),
        DiscordBody.List => List(method, arguments),
        DiscordBody.Fields => Fields(method, arguments),
        _ => default,
    };

    private static ReadOnlyMemory<byte> List(DiscordMethod method, DiscordArguments arguments)
    {
        var list = arguments.List ?? (arguments.TryGet("data", out var data) ? data : default);
        return list.ValueKind switch
        {
            JsonValueKind.Array => Raw(list),
            JsonValueKind.Object when !list.EnumerateObject().Any() => "[]"u8.ToArray(),
            _ => throw new ScriptException(BadArgument, $"{method.Name}: data must be a list"),
        };
    }

    private static byte[] Fields(DiscordMethod method, DiscordArguments arguments) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        foreach (var (argument, field) in method.Fields)
        {
            if (arguments.TryGet(argument, out var value))
            {
                json.WritePropertyName(field);
                value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    });

    private static byte[] Raw(JsonElement value) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static HostReturn Answer(DiscordMethod method, DiscordAnswer answer)
    {
        if (answer.Status == 404 && method.NotFoundIsNil)
        {
            return HostReturn.Of(LuaValue.Nil);
        }

        if (answer.Status is < 200 or >= 300)
        {
            throw new ScriptException("TF4302", $"{method.Name}: Discord answered {answer.Status}{Explanation(answer)}");
        }

        return answer.Body.IsEmpty ? HostReturn.Of(LuaValue.Nil) : HostReturn.Of(LuaValue.FromJson(answer.Body));
    }

    /// <summary>Discord's own code and text, when the answer has them.</summary>
    private static string Explanation(DiscordAnswer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var hasText = json.RootElement.TryGetProperty("message", out var message);
            return hasText && json.RootElement.TryGetProperty("code", out var code) ? $": {message} (code {code})" : "";
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
