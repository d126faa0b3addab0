using System.Text.Json;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Pushes values of host functions onto a Lua stack. Callers hold the VM in host mode.</summary>
internal static class ValuePusher
{
    /// <summary>Pushes (nil, values...) or (error); answers how many.</summary>
    public static int PushAnswer(nint L, HostAnswer answer)
    {
        if (answer.Error is { } error)
        {
            LuaNative.PushBytes(L, System.Text.Encoding.UTF8.GetBytes(error));
            return 1;
        }

        LuaNative.lua_pushnil(L);
        return 1 + Push(L, answer.Return);
    }

    public static int Push(nint L, in HostReturn result)
    {
        if (result.Values is not { } values)
        {
            if (result.Count == 1)
            {
                Push(L, result.Single);
            }

            return result.Count;
        }

        if (LuaNative.lua_checkstack(L, values.Length + LuaNative.MinimumStack) == 0)
        {
            throw new JsonException("The call stack is too deep.");
        }

        foreach (var value in values)
        {
            Push(L, value);
        }

        return values.Length;
    }

    public static void Push(nint L, in LuaValue value)
    {
        switch (value.Kind)
        {
            case LuaValueKind.Boolean:
                LuaNative.lua_pushboolean(L, (int)value.Bits);
                break;
            case LuaValueKind.Integer:
                LuaNative.lua_pushinteger(L, value.Bits);
                break;
            case LuaValueKind.Number:
                LuaNative.lua_pushnumber(L, BitConverter.Int64BitsToDouble(value.Bits));
                break;
            case LuaValueKind.String:
                LuaNative.PushBytes(L, value.Bytes.Span);
                break;
            case LuaValueKind.Json:
                JsonPusher.Push(L, value.Bytes.Span);
                break;
            default:
                LuaNative.lua_pushnil(L);
                break;
        }
    }
}
