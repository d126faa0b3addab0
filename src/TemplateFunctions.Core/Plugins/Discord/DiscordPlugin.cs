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
        Functions =
        [
            .. DiscordMethods.All.Select(method => new HostFunction(method.Name, call => Invoke(method, call))),
            .. new DiscordChecks(Get).All.Select(check => new HostFunction(check.Key, call => Check(check.Key, check.Value.Ids, check.Value.Body, call))),
            new HostFunction("antiraid_check_reason", DiscordChecks.CheckReason),
        ],
    };

    private HostReturn Invoke(DiscordMethod method, HostCall call)
    {
        var sender = Enter(method.Name, call);
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

    private IDiscordTransport Enter(string method, HostCall call)
    {
        call.RequireCapability($"discord:{method}", "discord:*");
        return transport ?? throw new ScriptException("TF4301", $"{method}: this host has no connection to Discord");
    }

    private HostReturn Check(string name, string[] ids, Func<DiscordCheck, Task<LuaValue>> body, HostCall call)
    {
        Enter(name, call);
        using var options = JsonDocument.Parse(call.Json(1, "options", 4096));
        var arguments = ids.ToDictionary(id => id, id => DiscordRoute.Id(name, id, options.RootElement));
        limiter.Take(call.Run.Guild, $"discord:{name}");
        var check = new DiscordCheck(call.Run, name, arguments, call.Cancellation);
        return PluginWork.Start(async () => HostReturn.Of(await body(check).ConfigureAwait(false)));
    }

    private async Task<JsonElement> Get(DiscordCheck check, string path)
    {
        var request = new DiscordCall(check.Run, check.Method, "GET", path, check.Arguments, default, null);
        var answer = Accepted(check.Method, await transport!.SendAsync(request, check.Cancellation).ConfigureAwait(false));
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.Clone();
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

        var body = Accepted(method.Name, answer).Body;
        return body.IsEmpty ? HostReturn.Of(LuaValue.Nil) : HostReturn.Of(LuaValue.FromJson(body));
    }

    /// <summary>The answer, when it is a success whose body is JSON or nothing.</summary>
    private static DiscordAnswer Accepted(string method, DiscordAnswer answer)
    {
        if (answer.Status is < 200 or >= 300)
        {
            throw new ScriptException("TF4302", $"{method}: Discord answered {answer.Status}{Explanation(answer)}");
        }

        try
        {
            using var json = answer.Body.IsEmpty ? null : JsonDocument.Parse(answer.Body);
            return answer;
        }
        catch (JsonException)
        {
            throw new ScriptException("TF4302", $"{method}: Discord's answer is not JSON");
        }
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
