using System.Diagnostics.CodeAnalysis;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>What a host function answers: values now, or a task whose values resume the script later.</summary>
public readonly struct HostReturn
{
    private HostReturn(LuaValue[]? values, LuaValue single, int count, Task<HostReturn>? pending)
    {
        Values = values;
        Single = single;
        Count = count;
        Pending = pending;
    }

    internal LuaValue[]? Values { get; }

    internal LuaValue Single { get; }

    internal int Count { get; }

    internal Task<HostReturn>? Pending { get; }

    /// <summary>No value.</summary>
    public static HostReturn None => default;

    /// <summary>One value.</summary>
    public static HostReturn Of(LuaValue value) => new(null, value, 1, null);

    /// <summary>Several values.</summary>
    public static HostReturn Of(params LuaValue[] values) => new(values, default, values.Length, null);

    /// <summary>
    /// The script waits (others run) until the task ends. A <see cref="ScriptException"/> of the task becomes the script's error;
    /// the task should watch <see cref="HostCall.Cancellation"/>.
    /// </summary>
    public static HostReturn Later([NotNull] Task<HostReturn> task) => new(null, default, 0, task);
}
