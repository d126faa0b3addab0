using System.Text;
using System.Text.Unicode;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>
/// The arguments of one call from a script, valid only until the host function returns: a ref struct, so that it cannot be
/// captured by anything asynchronous. Positions are 1-based. Every reader throws <see cref="ScriptException"/> (TF4101) naming
/// the argument, what was expected and what came.
/// </summary>
public readonly ref struct HostCall
{
    private const string WrongArgument = "TF4101";

    // Decoded, a text takes twice its bytes outside of the VM, and a list may hold the same long string many times.
    internal const int LongestText = 256 << 10;

    // The stack holds the function's number and the capability set below the arguments.
    private const int Offset = 2;

    private readonly nint _state;
    private readonly KhronosRuntime _vm;
    private readonly RemoteCall? _remote;
    private readonly string _function;

    internal HostCall(nint state, KhronosRuntime vm, string function)
    {
        _state = state;
        _vm = vm;
        _function = function;
    }

    /// <summary>A call from a script in another process.</summary>
    internal HostCall(RemoteCall remote, string function)
    {
        _vm = null!;
        _remote = remote;
        _function = function;
    }

    /// <summary>Number of arguments.</summary>
    public int Count => _remote is { } remote ? remote.Arguments.Length : LuaNative.lua_gettop(_state) - Offset;

    /// <summary>Who calls; may be kept across an await.</summary>
    public RunInfo Run => _remote is { } remote ? remote.Caller.Info : _vm.CurrentRun!.Info;

    /// <summary>Fires when the run ends or its VM goes.</summary>
    public CancellationToken Cancellation => _remote is { } remote ? remote.Caller.Cancellation : _vm.CurrentRun!.Cancellation;

    /// <summary>Bytes the guild's VM holds.</summary>
    public long MemoryBytes => _remote is { } remote ? remote.MemoryBytes : _vm.MemoryBytes;

    /// <summary>The run of the script, in its own process only.</summary>
    internal Scheduling.Run RunHere => _vm.CurrentRun!;

    /// <summary>Writes everything that another process needs to carry the call out, see <see cref="CallCodec"/>.</summary>
    internal void Write(FrameBuffer frame) => CallCodec.Write(frame, _state, _vm, Offset);

    /// <summary>Whether the argument is absent or nil (or the null of the interop module).</summary>
    public unsafe bool IsNil(int position) => Type(position) switch
    {
        LuaType.None or LuaType.Nil => true,
        LuaType.LightUserdata => _remote is { } remote ? remote.At(position).Bits == 0 : LuaNative.lua_touserdata(_state, position + Offset) == null,
        _ => false,
    };

    /// <summary>A required string of at most 256 KiB, decoded as UTF-8.</summary>
    public string String(int position, string name, int maxChars = int.MaxValue)
    {
        var bytes = Bytes(position, name);
        if (bytes.Length > LongestText)
        {
            throw Wrong(position, name, $"at most {LongestText} bytes", $"{bytes.Length}");
        }

        if (!Utf8.IsValid(bytes))
        {
            // Decoded with replacements, two different texts would become the same key.
            throw Wrong(position, name, "valid UTF-8", "other bytes");
        }

        var text = Encoding.UTF8.GetString(bytes);
        return text.Length <= maxChars ? text : throw Wrong(position, name, $"at most {maxChars} characters", $"{text.Length}");
    }

    /// <summary>A string, or null when nil or absent.</summary>
    public string? OptionalString(int position, string name, int maxChars = int.MaxValue) => IsNil(position) ? null : String(position, name, maxChars);

    /// <summary>The bytes of a required string; valid until the function returns.</summary>
    public ReadOnlySpan<byte> Bytes(int position, string name) => Type(position) == LuaType.String
        ? _remote is { } remote ? remote.At(position).Bytes.Span : LuaNative.StringBytes(_state, position + Offset)
        : throw Wrong(position, name, "a string", TypeName(position));

    /// <summary>A required integer in a range (floats with an integral value are taken).</summary>
    public unsafe long Integer(int position, string name, long min = long.MinValue, long max = long.MaxValue)
    {
        int isInteger = 0;
        var value = _remote is { } remote
            ? remote.At(position).ToInteger(out isInteger)
            : Type(position) == LuaType.Number ? LuaNative.lua_tointegerx(_state, position + Offset, &isInteger) : 0;
        if (isInteger == 0)
        {
            throw Wrong(position, name, "an integer", TypeName(position));
        }

        return value >= min && value <= max ? value : throw Wrong(position, name, $"{min} to {max}", $"{value}");
    }

    /// <summary>A required number.</summary>
    public unsafe double Number(int position, string name) => Type(position) == LuaType.Number
        ? _remote is { } remote ? remote.At(position).ToNumber() : LuaNative.lua_tonumberx(_state, position + Offset, null)
        : throw Wrong(position, name, "a number", TypeName(position));

    /// <summary>A required boolean.</summary>
    public bool Boolean(int position, string name) => Type(position) == LuaType.Boolean
        ? _remote is { } remote ? remote.At(position).Bits != 0 : LuaNative.lua_toboolean(_state, position + Offset) != 0
        : throw Wrong(position, name, "a boolean", TypeName(position));

    /// <summary>Any plain value as UTF-8 JSON, by the rules of the JSON contract; the error names the path.</summary>
    public ReadOnlyMemory<byte> Json(int position, string name, int maxBytes)
    {
        var buffer = JsonBuffer.Rent(maxBytes);
        JsonRefusal? refusal = null;
        if (position > Count)
        {
            buffer.Raw("null"u8);
        }
        else
        {
            refusal = _remote is { } remote ? remote.At(position).WriteJson(buffer, name) : new LuaJsonWriter(_state, _vm, buffer).Write(position + Offset, name);
        }

        if (refusal is not null)
        {
            buffer.Return();
            throw new ScriptException(refusal.Code, $"bad argument #{position} to '{_function}': {refusal}");
        }

        var json = buffer.Written.ToArray();
        buffer.Return();
        return json;
    }

    /// <summary>A required array of strings, of at most 256 KiB together.</summary>
    public string[] Strings(int position, string name, int maxItems)
    {
        var index = position + Offset;
        if (Type(position) != LuaType.Table)
        {
            throw Wrong(position, name, "a list of strings", TypeName(position));
        }

        if (_remote is { } remote)
        {
            return RemoteStrings(remote.At(position).Strings, position, name, maxItems);
        }

        var count = LuaNative.lua_rawlen(_state, index);
        if (count > (ulong)maxItems)
        {
            throw Wrong(position, name, $"at most {maxItems} items", $"{count}");
        }

        var items = new string[count];
        var bytes = 0L;
        for (var i = 0; i < items.Length; i++)
        {
            var type = LuaNative.lua_rawgeti(_state, index, i + 1);
            bytes += LuaNative.StringBytes(_state, -1).Length;
            if (bytes > LongestText)
            {
                LuaNative.Pop(_state, 1);
                throw TooLong(position, name);
            }

            var wrong = RefusalOfItem(_state, type);
            items[i] = wrong is null ? LuaNative.StringText(_state, -1) : "";
            LuaNative.Pop(_state, 1);
            if (wrong is var (expected, actual))
            {
                throw Wrong(position, $"{name}[{i + 1}]", expected, actual);
            }
        }

        return items;
    }

    /// <summary>What the value on top of a stack should have been to be an item of <see cref="Strings"/>, and is; null when it is one.</summary>
    internal static (string Expected, string Actual)? RefusalOfItem(nint state, int type)
    {
        if (type != LuaType.String)
        {
            return ("a string", LuaType.NameOf(type));
        }

        return Utf8.IsValid(LuaNative.StringBytes(state, -1)) ? null : ("valid UTF-8", "other bytes");
    }

    /// <summary>Whether the calling ctx holds the capability, exactly or by <c>*</c>.</summary>
    public bool HasCapability(string capability) => Holds("*") || Holds(capability);

    /// <summary>Throws TF4201, naming the first, unless the calling ctx holds one of them.</summary>
    public void RequireCapability(params ReadOnlySpan<string> anyOf)
    {
        foreach (var capability in anyOf)
        {
            if (HasCapability(capability))
            {
                return;
            }
        }

        throw new ScriptException("TF4201", $"{_function}: the template lacks the capability '{anyOf[0]}'");
    }

    private string[] RemoteStrings(RemoteStrings list, int position, string name, int maxItems)
    {
        if (list.Count > maxItems)
        {
            throw Wrong(position, name, $"at most {maxItems} items", $"{list.Count}");
        }

        if (list.IsTooLong)
        {
            throw TooLong(position, name);
        }

        return list.Wrong is { } wrong ? throw Wrong(position, $"{name}[{list.Items.Length + 1}]", wrong.Expected, wrong.Actual) : list.Items;
    }

    private bool Holds(string capability)
    {
        if (_remote is { } remote)
        {
            return remote.Capabilities.Contains(capability);
        }

        if (LuaNative.lua_type(_state, Offset) != LuaType.Table)
        {
            return false;
        }

        LuaNative.PushBytes(_state, Encoding.UTF8.GetBytes(capability));
        var held = LuaNative.lua_rawget(_state, Offset) == LuaType.Boolean;
        LuaNative.Pop(_state, 1);
        return held;
    }

    private int Type(int position) => _remote is { } remote ? remote.At(position).Type : LuaNative.lua_type(_state, position + Offset);

    private string TypeName(int position) => LuaType.NameOf(Type(position));

    private ScriptException TooLong(int position, string name) => Wrong(position, name, $"at most {LongestText} bytes", "more");

    private ScriptException Wrong(int position, string name, string expected, string actual) =>
        new(WrongArgument, $"bad argument #{position} to '{_function}' ({name}: {expected} expected, got {actual})");
}
