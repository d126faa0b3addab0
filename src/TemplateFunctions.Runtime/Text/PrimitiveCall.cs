using System.Diagnostics;
using System.Text;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// One call of a primitive by a library file: its arguments, its results, and the rules of calling Lua from managed code.
/// </summary>
/// <remarks>
/// From construction to <see cref="Dispose"/> the allocator grants everything, so sizes are checked with <see cref="Reserve"/>
/// before anything large is pushed. A primitive never raises. Its first result tells the Lua side what to do: nil, the results
/// follow; a string, raise it; false, let the others run, then call <c>again</c> with the results that follow.
/// </remarks>
internal readonly unsafe ref struct PrimitiveCall
{
    /// <summary>First argument of <c>again</c>: nothing is left to do but to return the rest.</summary>
    public const int Finished = 0;

    private const long StringOverhead = 64;
    private const long Slack = 4096;

    private readonly string _function;

    public PrimitiveCall(nint state, string function)
    {
        L = state;
        _function = function;
        Block = VmBlock.Of(state);
        Block->EnterHost();
        Top = LuaNative.lua_gettop(state);
    }

    public nint L { get; }

    public VmBlock* Block { get; }

    public int Top { get; }

    public void Dispose() => Block->LeaveHost();

    /// <summary>A string argument; numbers become strings, as the language of the running template prints them. False: the error is pushed, return 1.</summary>
    public bool Text(int index, out ReadOnlySpan<byte> text)
    {
        if (LuaNative.lua_type(L, index) == LuaType.Number && IsLuauFloat(index))
        {
            LuaNative.PushBytes(L, LuauText(index));
            Replace(index);
        }

        nuint size;
        var bytes = LuaNative.lua_tolstring(L, index, &size);
        text = new ReadOnlySpan<byte>(bytes, (int)size);
        return bytes != null || TypeError(index, "string");
    }

    /// <summary>The text of a replacement value, a string or a number, which stays what it is.</summary>
    public bool Value(int index, int type, out ReadOnlySpan<byte> text)
    {
        if (type == LuaType.Number && IsLuauFloat(index))
        {
            text = LuauText(index);
            return true;
        }

        return Text(index, out text);
    }

    /// <summary>Puts the value on top in the place of an argument.</summary>
    public void Replace(int index)
    {
        LuaNative.Insert(L, index);
        LuaNative.Remove(L, index + 1);
    }

    public byte[] LuauText(int index) => Encoding.ASCII.GetBytes(LuauNumbers.Format(LuaNative.lua_tonumberx(L, index, null)));

    /// <summary>Whether a number is a float and the running template Luau.</summary>
    public bool IsLuauFloat(int index) => LuaNative.lua_isinteger(L, index) == 0 && IsLuau;

    /// <summary>Whether the running template is Luau.</summary>
    public bool IsLuau => KhronosRuntime.Current is { CurrentRun.Isolate.IsLuau: true };

    /// <summary>An integer argument; in Luau a fraction is dropped, what is too large becomes the largest, and nan the smallest.</summary>
    public bool Integer(int index, out long value)
    {
        int isInteger;
        value = LuaNative.lua_tointegerx(L, index, &isInteger);
        if (isInteger != 0)
        {
            return true;
        }

        int isNumber;
        var number = LuaNative.lua_tonumberx(L, index, &isNumber);
        if (isNumber != 0 && IsLuauFloat(index))
        {
            // A conversion of C# saturates; nan becomes what a processor's conversion makes of it.
            value = double.IsNaN(number) ? long.MinValue : (long)number;
            return true;
        }

        return isNumber != 0
            ? ArgumentError(index, "number has no integer representation")
            : TypeError(index, "number");
    }

    /// <summary>Leaves <paramref name="value"/> as it is where the argument is absent or nil.</summary>
    public bool OptionalInteger(int index, ref long value)
    {
        if (index > Top || LuaNative.lua_type(L, index) <= LuaType.Nil)
        {
            return true;
        }

        return Integer(index, out value);
    }

    public bool TypeError(int index, string expected) =>
        ArgumentError(index, $"{expected} expected, got {TypeName(index)}");

    public bool ArgumentError(int index, string detail)
    {
        Failure($"bad argument #{index} to '{_function}' ({detail})");
        return false;
    }

    /// <summary>Pushes the error the Lua side raises; the number of results.</summary>
    public int Failure(string message)
    {
        LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(message));
        return 1;
    }

    public int NotEnoughMemory() => Failure("not enough memory");

    /// <summary>
    /// Makes sure that strings of so many bytes fit under the VM's limit, with a collection where that helps, as Lua does when an
    /// allocation fails.
    /// </summary>
    public bool Reserve(long bytes, int strings = 1)
    {
        var needed = bytes + (strings * StringOverhead) + Slack;
        if (Block->Used + Block->Charged + needed <= Block->Limit)
        {
            return true;
        }

        if (Stopwatch.GetTimestamp() >= Block->Deadline)
        {
            return false;
        }

        LuaNative.lua_gc(L, LuaNative.GcCollect, 0, 0, 0);
        if (Block->Used + Block->Charged + needed <= Block->Limit)
        {
            return true;
        }

        // One call that asks for more than any single allocation may have is refused; a VM that has no room for an ordinary one is full.
        Block->OutOfMemory |= bytes <= Block->SingleLimit ? 1 : 0;
        return false;
    }

    /// <summary>Hands the results on top of the stack back, by way of a pause when the slice is over.</summary>
    public int Complete(in StepMeter meter, int results)
    {
        if (!meter.SliceOver || LuaNative.lua_checkstack(L, 2) == 0)
        {
            return results;
        }

        LuaNative.lua_pushboolean(L, 0);
        LuaNative.lua_pushinteger(L, Finished);
        LuaNative.lua_rotate(L, -(results + 2), 2);
        return results + 2;
    }

    /// <summary>The type's name for a message: the metatable's <c>__name</c> where it is a string.</summary>
    private string TypeName(int index)
    {
        var type = LuaNative.lua_type(L, index);
        if (type == LuaType.None)
        {
            return "no value";
        }

        if (LuaNative.lua_getmetatable(L, index) == 0)
        {
            return type == LuaType.LightUserdata ? "light userdata" : LuaType.NameOf(type);
        }

        LuaNative.PushBytes(L, "__name"u8);
        var name = LuaNative.lua_rawget(L, -2) == LuaType.String ? LuaNative.StringText(L, -1) : LuaType.NameOf(type);
        LuaNative.Pop(L, 2);
        return name;
    }
}
