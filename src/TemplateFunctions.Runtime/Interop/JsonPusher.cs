using System.Buffers;
using System.Globalization;
using System.Text.Json;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>
/// Builds plain Lua values from JSON text. null becomes nil (a missing member, a hole in an array); arrays carry the array metatable,
/// so that an empty one stays an array on the way back.
/// </summary>
internal static class JsonPusher
{
    public const int MaxDepth = 64;

    /// <summary>Pushes one value. The text must be well-formed; depth is at most <see cref="MaxDepth"/>.</summary>
    /// <exception cref="JsonException">The text is not JSON. The stack is as before.</exception>
    /// <exception cref="ScriptException">The Lua stack or the VM has no room. The Lua stack is not as before.</exception>
    public static void Push(nint L, ReadOnlySpan<byte> json)
    {
        var top = LuaNative.lua_gettop(L);
        if (LuaNative.lua_checkstack(L, (MaxDepth * 2) + LuaNative.MinimumStack) == 0)
        {
            throw TooDeep();
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            Span<int> positions = stackalloc int[MaxDepth + 1];
            var depth = 0;
            while (reader.Read())
            {
                Token(L, ref reader, positions, ref depth);
            }
        }
        catch (JsonException)
        {
            LuaNative.lua_settop(L, top);
            throw;
        }
    }

    public static ScriptException TooDeep() => new("TF3013", "the call stack is too deep for the host's answer");

    /// <summary>
    /// A table costs twenty times its text, and in host mode the allocator refuses nothing: whoever fills the VM with answers is stopped here,
    /// and by the limit itself at the next look.
    /// </summary>
    private static unsafe void RequireRoom(nint L)
    {
        var block = VmBlock.Of(L);
        if (block->Used + block->Charged > block->Limit + (block->Limit >> 2))
        {
            throw new ScriptException("TF3003", $"the host's answer does not fit into the guild's VM (memory limit {block->Limit} bytes)");
        }
    }

    /// <summary>For each open container: -1 for objects, else the number of elements so far.</summary>
    private static void Token(nint L, ref Utf8JsonReader reader, scoped Span<int> positions, ref int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                RequireRoom(L);
                LuaNative.lua_createtable(L, 0, 0);
                positions[depth++] = -1;
                return;
            case JsonTokenType.StartArray:
                RequireRoom(L);
                LuaNative.lua_createtable(L, 0, 0);
                LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, KhronosRuntime.Current.ArrayMetatable);
                LuaNative.lua_setmetatable(L, -2);
                positions[depth++] = 0;
                return;
            case JsonTokenType.PropertyName:
                PushString(L, ref reader);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                depth--;
                break;
            default:
                PushScalar(L, ref reader);
                break;
        }

        if (depth == 0)
        {
            return;
        }

        ref var position = ref positions[depth - 1];
        if (position < 0)
        {
            LuaNative.lua_rawset(L, -3);
        }
        else
        {
            LuaNative.lua_rawseti(L, -2, ++position);
        }
    }

    private static void PushScalar(nint L, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                PushString(L, ref reader);
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var integer):
                LuaNative.lua_pushinteger(L, integer);
                break;
            case JsonTokenType.Number:
                var number = double.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
                LuaNative.lua_pushnumber(L, double.IsFinite(number) ? number : throw new JsonException("A number is out of the range of a double."));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                LuaNative.lua_pushboolean(L, reader.TokenType == JsonTokenType.True ? 1 : 0);
                break;
            default:
                LuaNative.lua_pushnil(L);
                break;
        }
    }

    private static void PushString(nint L, ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            LuaNative.PushBytes(L, reader.ValueSpan);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        var length = JsonStrings.Copy(ref reader, buffer);
        LuaNative.PushBytes(L, buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
