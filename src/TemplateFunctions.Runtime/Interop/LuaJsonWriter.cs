using System.Diagnostics;
using System.Text;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Why a value has no JSON form: the path to it and what is wrong there.</summary>
internal sealed record JsonRefusal(string Path, string Reason, string Code = "TF2002")
{
    public override string ToString() => $"{Path}: {Reason}";
}

/// <summary>
/// Writes a Lua value as JSON: raw access only, no metamethod runs, no recursion. Refuses what would be lost or guessed.
/// Callers hold the VM in host mode.
/// </summary>
internal unsafe ref struct LuaJsonWriter(nint L, KhronosRuntime vm, JsonBuffer buffer)
{
    private const int MaxDepth = 64;

    // A table that was emptied keeps its size: small as JSON, long to look through, and a list may hold the same one many times.
    private const int TablesBetweenLooks = 64;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    private readonly long _begun = Stopwatch.GetTimestamp();
    private int _tables;
    private readonly List<Level> _levels = [];

    /// <summary>Writes the value at an index; answers null or why not.</summary>
    public JsonRefusal? Write(int index, string root)
    {
        var top = LuaNative.lua_gettop(L);
        if (LuaNative.lua_checkstack(L, (MaxDepth * 3) + LuaNative.MinimumStack) == 0)
        {
            return new JsonRefusal(root, "the call stack is too deep for it", "TF3013");
        }

        LuaNative.lua_pushvalue(L, index);
        var refusal = WriteTop(root);
        while (refusal is null && _levels.Count > 0 && !buffer.Overflow)
        {
            refusal = Step(root);
        }

        LuaNative.lua_settop(L, top);
        return refusal ?? (buffer.Overflow ? new JsonRefusal(root, "the value is too large as JSON", "TF3005") : null);
    }

    /// <summary>Goes on in the innermost open table: its next member, or its end.</summary>
    private JsonRefusal? Step(string root)
    {
        var level = _levels[^1];
        if (level.IsArray)
        {
            if (level.Position == level.Length)
            {
                return CloseArray(level, root);
            }

            if (level.Position++ > 0)
            {
                buffer.Byte((byte)',');
            }

            LuaNative.lua_rawgeti(L, level.Index, level.Position);
            return WriteTop(root);
        }

        if (LuaNative.lua_next(L, level.Index) == 0)
        {
            buffer.Byte((byte)'}');
            Close();
            return null;
        }

        if (level.Position++ > 0)
        {
            buffer.Byte((byte)',');
        }

        return Member(level, root);
    }

    /// <summary>Writes the key and value that lua_next left; the key stays for the next call.</summary>
    private JsonRefusal? Member(Level level, string root)
    {
        if (LuaNative.lua_type(L, -2) != LuaType.String)
        {
            return new JsonRefusal(Path(root, 1), $"a table with the key {KeyText(-2)} ({LuaType.NameOf(LuaNative.lua_type(L, -2))}) is neither a list nor an object with string keys");
        }

        level.Key = LuaNative.StringText(L, -2);
        if (!buffer.String(LuaNative.StringBytes(L, -2)))
        {
            return new JsonRefusal(Path(root, 1), "a key is not valid UTF-8");
        }

        buffer.Byte((byte)':');
        return WriteTop(root);
    }

    /// <summary>An array is closed only when the table holds nothing beside it.</summary>
    private JsonRefusal? CloseArray(Level level, string root)
    {
        LuaNative.lua_pushnil(L);
        while (LuaNative.lua_next(L, level.Index) != 0)
        {
            LuaNative.Pop(L, 1);
            int isInteger;
            var key = LuaNative.lua_tointegerx(L, -1, &isInteger);
            if (LuaNative.lua_isinteger(L, -1) == 0 || key < 1 || key > level.Length)
            {
                return new JsonRefusal(Path(root, 1), $"a list has the extra key {KeyText(-1)}, which would be lost");
            }
        }

        buffer.Byte((byte)']');
        Close();
        return null;
    }

    private void Close()
    {
        // The table itself; lua_next has already taken the last key.
        LuaNative.lua_settop(L, _levels[^1].Index - 1);
        _levels.RemoveAt(_levels.Count - 1);
    }

    /// <summary>Writes and pops the value on top, or opens it when it is a table.</summary>
    private JsonRefusal? WriteTop(string root)
    {
        var type = LuaNative.lua_type(L, -1);
        switch (type)
        {
            case LuaType.Nil:
                buffer.Raw("null"u8);
                break;
            case LuaType.Boolean:
                buffer.Raw(LuaNative.lua_toboolean(L, -1) != 0 ? "true"u8 : "false"u8);
                break;
            case LuaType.Number:
                if (Number() is { } refused)
                {
                    return new JsonRefusal(Path(root), refused);
                }

                break;
            case LuaType.String:
                if (!buffer.String(LuaNative.StringBytes(L, -1)))
                {
                    return new JsonRefusal(Path(root), "a string is not valid UTF-8");
                }

                break;
            case LuaType.Table:
                return Open(root);
            case LuaType.LightUserdata when LuaNative.lua_touserdata(L, -1) == null:
                buffer.Raw("null"u8);
                break;
            case LuaType.Userdata when EventPrimitives.TryGetNode(L, -1, vm, out var image, out var node):
                EventJson.Write(image, node, buffer);
                break;
            case LuaType.Userdata when SealedValue.TryGet(L, -1, out var json):
                buffer.Raw(json);
                break;
            default:
                return new JsonRefusal(Path(root), $"a {LuaType.NameOf(type)} has no JSON form");
        }

        LuaNative.Pop(L, 1);
        return null;
    }

    private string? Number()
    {
        if (LuaNative.lua_isinteger(L, -1) != 0)
        {
            buffer.Integer(LuaNative.lua_tointegerx(L, -1, null));
            return null;
        }

        var value = LuaNative.lua_tonumberx(L, -1, null);
        if (!double.IsFinite(value))
        {
            return $"{(double.IsNaN(value) ? "NaN" : "infinity")} has no JSON form";
        }

        buffer.Number(value);
        return null;
    }

    private JsonRefusal? Open(string root)
    {
        if (_levels.Count == MaxDepth)
        {
            return new JsonRefusal(Path(root), $"nested deeper than {MaxDepth} levels", "TF3013");
        }

        var pointer = LuaNative.lua_topointer(L, -1);
        foreach (var open in _levels)
        {
            if (open.Pointer == pointer)
            {
                return new JsonRefusal(Path(root), "a table contains itself");
            }
        }

        if (++_tables % TablesBetweenLooks == 0 && Stopwatch.GetElapsedTime(_begun) > Longest)
        {
            return new JsonRefusal(root, "looking through its tables takes too long; tables that were emptied keep their size");
        }

        Unfreeze();
        var index = LuaNative.lua_gettop(L);
        var length = (long)LuaNative.lua_rawlen(L, index);
        var isArray = length > 0 || IsMarkedArray(index);
        _levels.Add(new Level(index, pointer, isArray, length));
        buffer.Byte(isArray ? (byte)'[' : (byte)'{');
        if (!isArray)
        {
            LuaNative.lua_pushnil(L);
        }

        return null;
    }

    /// <summary>A frozen table's content is in the shadow that its metatable holds.</summary>
    private readonly void Unfreeze()
    {
        if (LuaNative.lua_getmetatable(L, -1) == 0)
        {
            return;
        }

        if (LuaNative.lua_rawgetp(L, -1, vm.PreemptToken) == LuaType.Table)
        {
            LuaNative.lua_rotate(L, -3, 1);
            LuaNative.Pop(L, 2);
            return;
        }

        LuaNative.Pop(L, 2);
    }

    private readonly bool IsMarkedArray(int index)
    {
        if (LuaNative.lua_getmetatable(L, index) == 0)
        {
            return false;
        }

        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, vm.ArrayMetatable);
        var same = LuaNative.lua_rawequal(L, -1, -2) != 0;
        LuaNative.Pop(L, 2);
        return same;
    }

    private readonly string KeyText(int index) => LuaNative.lua_type(L, index) switch
    {
        LuaType.String => "'" + LuaNative.StringText(L, index) + "'",
        LuaType.Number when LuaNative.lua_isinteger(L, index) != 0 => LuaNative.lua_tointegerx(L, index, null).ToString(System.Globalization.CultureInfo.InvariantCulture),
        LuaType.Number => LuaNative.lua_tonumberx(L, index, null).ToString(System.Globalization.CultureInfo.InvariantCulture),
        LuaType.Boolean => LuaNative.lua_toboolean(L, index) != 0 ? "true" : "false",
        var type => LuaType.NameOf(type),
    };

    /// <summary>The path to the value being written; <paramref name="without"/> innermost levels left out.</summary>
    private readonly string Path(string root, int without = 0)
    {
        var path = new StringBuilder(root);
        for (var i = 0; i < _levels.Count - without; i++)
        {
            _ = _levels[i].IsArray ? path.Append('[').Append(_levels[i].Position).Append(']') : path.Append('.').Append(_levels[i].Key);
        }

        return path.ToString();
    }

    private sealed class Level(int index, nint pointer, bool isArray, long length)
    {
        public int Index { get; } = index;

        public nint Pointer { get; } = pointer;

        public bool IsArray { get; } = isArray;

        public long Length { get; } = length;

        public long Position { get; set; }

        public string? Key { get; set; }
    }
}
