using System.Text.RegularExpressions;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Turns what a script raised into something its author can act on: code, file, line, frame, traceback.</summary>
internal static unsafe partial class ErrorReader
{
    private const int MaxMessage = 2_000;

    // What Lua raises when the allocator refuses; at the VM's own limit the run never gets so far.
    private const string NoMemory = "not enough memory";

    /// <summary>Reads the error on top of <paramref name="at"/>; the stack that failed is that of <paramref name="thread"/>.</summary>
    public static RunError Read(KhronosRuntime vm, Run run, nint thread, nint at)
    {
        var trace = StackReader.Traceback(thread);
        var message = Message(vm, at);
        if (vm.InnerTrace is { } inner && ReferenceEquals(inner.Run, run) && inner.Message == message)
        {
            trace = trace.Length == 0 ? inner.Text : $"{inner.Text}\n{trace}";
        }

        return message == NoMemory
            ? Build(run.Request.Template, TooLarge(vm), trace, "TF3004")
            : Build(run.Request.Template, message, trace.Length == 0 ? null : trace, "TF2001");
    }

    public static RunError FromCompiler(TemplateSource source, SourceError error) => Build(source, error.Message, null, error.Code);

    private static RunError Build(TemplateSource source, string message, string? trace, string code)
    {
        if (CodeSuffix().Match(message) is { Success: true } suffix)
        {
            code = suffix.Groups[1].Value;
            message = message[..suffix.Index];
        }

        if (message.Length > MaxMessage)
        {
            message = message[..MaxMessage] + "...";
        }

        message = Temporary().Replace(message, "");
        return Placed(source, new RunError(code, message) { Traceback = trace });
    }

    /// <summary>With the file and line that its message tells, or else the first frame of its traceback.</summary>
    public static RunError Placed(TemplateSource source, RunError error)
    {
        var (message, trace) = (error.Message, error.Traceback);
        var position = Position().Match(message);
        if (!position.Success && trace is not null)
        {
            // The value does not tell where it was raised; the stack does.
            position = Frame().Match(trace);
        }

        if (!position.Success || !source.Files.TryGetValue(position.Groups[1].Value, out var text))
        {
            return error;
        }

        var line = int.Parse(position.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        return error with { File = position.Groups[1].Value, Line = line, Frame = CodeFrame.Of(text, line) };
    }

    private static string TooLarge(KhronosRuntime vm) =>
        $"not enough memory: one string, table or call stack may take {vm.Services.Limits.SingleAllocationBytes} bytes, and a table {1 << vm.Services.Limits.TableHashBits} named entries";

    private static string Message(KhronosRuntime vm, nint L)
    {
        switch (LuaNative.lua_type(L, -1))
        {
            case LuaType.String:
                return LuaNative.StringText(L, -1);
            case LuaType.Table when TableMessage(L) is { } message:
                return message;
            case LuaType.None:
                return "the error has no value";
        }

        var buffer = JsonBuffer.Rent(MaxMessage);
        var refusal = new LuaJsonWriter(L, vm, buffer).Write(-1, "error");
        var text = refusal is null
            ? "error value " + System.Text.Encoding.UTF8.GetString(buffer.Written)
            : $"error value of type {LuaType.NameOf(LuaNative.lua_type(L, -1))}";
        buffer.Return();
        return text;
    }

    /// <summary>The field "message" of an error table, read raw.</summary>
    private static string? TableMessage(nint L)
    {
        LuaNative.PushBytes(L, "message"u8);
        LuaNative.lua_rawget(L, -2);
        var message = LuaNative.lua_type(L, -1) == LuaType.String ? LuaNative.StringText(L, -1) : null;
        LuaNative.Pop(L, 1);
        return message;
    }

    [GeneratedRegex(@" \[(TF\d{4})\]$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeSuffix();

    // What Lua says of a variable that the front end made, which its author has never seen.
    [GeneratedRegex(@" \((?:local|upvalue) 'luau_[a-z0-9_]*'\)", RegexOptions.CultureInvariant)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"^([^:\n]{1,200}):(\d{1,7}): ", RegexOptions.CultureInvariant)]
    private static partial Regex Position();

    [GeneratedRegex(@"^([^:\n]{1,200}):(\d{1,7}) in ", RegexOptions.CultureInvariant)]
    private static partial Regex Frame();
}
