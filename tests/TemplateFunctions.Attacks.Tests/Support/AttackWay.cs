using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>The ways by which an attack's code gets to run: the template itself, or something that the template starts.</summary>
internal static class AttackWay
{
    private const string Function = "local function attack(...)\n{0}\nend\n";

    public static RunRequest Request(Attack attack, string way) => TestRequests.Make("", Data, "attacker", ["*"], Files(attack, way));

    /// <summary>The event that attacks get: something of every kind.</summary>
    private const string Data = """{"s":"text","n":1,"list":[1,2,3],"deep":{"deeper":{"x":true}},"empty":{}}""";

    private static Dictionary<string, string> Files(Attack attack, string way)
    {
        var entry = attack.Name.EndsWith(".luau", StringComparison.Ordinal) ? "init.luau" : "init.lua";
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, Function, attack.Source);
        return way switch
        {
            "execute" or "event" => new() { [entry] = attack.Source },
            "coroutine" => new() { [entry] = body + "return coroutine.wrap(function(...) return coroutine.wrap(attack)(...) end)(...)" },
            "task" => new()
            {
                [entry] = body + """
                    local evt, ctx = ...
                    local ended, fine, result = false, nil, nil
                    task.spawn(function()
                      fine, result = pcall(attack, evt, ctx)
                      ended = true
                    end)
                    while not ended do task.wait() end
                    if not fine then error(result, 0) end
                    return result
                    """,
            },
            "module" => new()
            {
                [entry] = "EVT, CTX = ...\nreturn require('./attack')",
                [entry.Replace("init", "attack", StringComparison.Ordinal)] = body + "return attack(EVT, CTX)",
            },
            _ => throw new InvalidOperationException($"'{way}' is no way to run an attack."),
        };
    }
}
