using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Runtime.Tests.Support;

/// <summary>A host module with one function for everything that a host function can do to a script.</summary>
internal sealed class ProbeModule
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<HostReturn>> _gates = new();

    public ConcurrentQueue<int> ThreadIds { get; } = new();

    public ConcurrentQueue<RunInfo> Callers { get; } = new();

    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>Completes when the token of a call of <c>untilcancelled</c> has fired.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What <c>block</c> blocks its thread on.</summary>
    public ManualResetEventSlim Blocker { get; } = new();

    public TaskCompletionSource Blocking { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HostModule AsPlain => new() { Name = "@antiraid/probe", Functions = Functions };

    public HostModule AsPlugin => new() { Name = "@antiraid/plug", ContextName = "Plug", Functions = Functions };

    /// <summary>The task that scripts which call <c>gate(name)</c> wait for.</summary>
    public TaskCompletionSource<HostReturn> Gate(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource<HostReturn>(TaskCreationOptions.RunContinuationsAsynchronously));

    private IReadOnlyList<HostFunction> Functions =>
    [
        new("none", _ => HostReturn.None),
        new("one", call => HostReturn.Of(call.Integer(1, "n") + 1)),
        new("several", _ => HostReturn.Of(1, "a", true, LuaValue.Nil, 2.5)),
        new("echo", call => HostReturn.Of(LuaValue.FromJson(call.Json(1, "value", 1 << 20)))),
        new("rawjson", call => HostReturn.Of(LuaValue.FromJson(call.Bytes(1, "json").ToArray()))),
        new("later", Later),
        new("gate", call => HostReturn.Later(Gate(call.String(1, "name")).Task)),
        new("fail", call => throw new ScriptException("TF4301", "refused: " + call.OptionalString(1, "why"))),
        new("faillater", _ => HostReturn.Later(FailLater())),
        new("bug", _ => throw new InvalidOperationException("secret detail")),
        new("buglater", _ => HostReturn.Later(Task.FromException<HostReturn>(new InvalidOperationException("secret detail")))),
        new("badjson", _ => HostReturn.Of(LuaValue.FromJson("{\"a\":"u8.ToArray()))),
        new("cancelled", _ => HostReturn.Later(Task.FromCanceled<HostReturn>(new CancellationToken(true)))),
        new("untilcancelled", UntilCancelled),
        new("need", Need),
        new("string", call => HostReturn.Of(call.String(1, "text", 5))),
        new("integer", call => HostReturn.Of(call.Integer(1, "count", 1, 10))),
        new("number", call => HostReturn.Of(call.Number(1, "ratio"))),
        new("boolean", call => HostReturn.Of(call.Boolean(1, "flag"))),
        new("strings", call => HostReturn.Of(string.Join('+', call.Strings(1, "names", 3)))),
        new("count", call => HostReturn.Of(call.Count)),
        new("see", See),
        new("block", Block),
    ];

    private static HostReturn Later(HostCall call)
    {
        var json = LuaValue.FromJson(call.Json(1, "value", 1 << 20));
        return HostReturn.Later(Task.Run(() => HostReturn.Of(json, "later")));
    }

    private static async Task<HostReturn> FailLater()
    {
        await Task.Yield();
        throw new ScriptException("TF4301", "refused later");
    }

    private HostReturn UntilCancelled(HostCall call)
    {
        var source = new TaskCompletionSource<HostReturn>(TaskCreationOptions.RunContinuationsAsynchronously);
        call.Cancellation.Register(() =>
        {
            source.TrySetCanceled();
            Cancelled.TrySetResult();
        });
        Seen.Enqueue("waiting");
        return HostReturn.Later(source.Task);
    }

    private static HostReturn Need(HostCall call)
    {
        call.RequireCapability("probe:" + call.String(1, "what"));
        return HostReturn.Of("granted");
    }

    private HostReturn See(HostCall call)
    {
        ThreadIds.Enqueue(Environment.CurrentManagedThreadId);
        Callers.Enqueue(call.Run);
        if (call.OptionalString(1, "text") is { } text)
        {
            Seen.Enqueue(text);
        }

        return HostReturn.None;
    }

    private HostReturn Block(HostCall call)
    {
        Blocking.TrySetResult();
        Blocker.Wait();
        return HostReturn.None;
    }
}
