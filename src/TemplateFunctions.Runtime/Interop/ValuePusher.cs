using System.Text.Json;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Pushes values of host functions onto a Lua stack. Callers hold the VM in host mode.</summary>
internal static class ValuePusher
{
    /// <summary>Pushes (nil, values...) or (error), the latter also when the values cannot be pushed; answers how many.</summary>
    public static int PushAnswer(nint L, HostAnswer answer)
    {
        if (answer.Error is { } error)
        {
            return PushError(L, error);
        }

        var top = LuaNative.lua_gettop(L);
        try
        {
            LuaNative.lua_pushnil(L);
            return 1 + Push(L, answer.Return);
        }
        catch (JsonException)
        {
            LuaNative.lua_settop(L, top);
            return PushError(L, "the host's answer is not JSON [TF5001]");
        }
        catch (ScriptException refusal)
        {
            LuaNative.lua_settop(L, top);
            return PushError(L, $"{refusal.Message} [{refusal.Code}]");
        }
    }

    private static int PushError(nint L, string error)
    {
        LuaNative.PushBytes(L, System.Text.Encoding.UTF8.GetBytes(error));
        return 1;
    }

    private static int Push(nint L, in HostReturn result)
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
            throw JsonPusher.TooDeep();
        }

        foreach (var value in values)
        {
            Push(L, value);
        }

        return values.Length;
    }

    private static void Push(nint L, in LuaValue value)
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
