using System.Text;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Sandbox;

/// <summary>Compiles a template's file into a function whose globals are the table on top of the stack.</summary>
internal static class ChunkLoader
{
    /// <summary>
    /// Expects the environment on top of the stack and leaves the function above it. The chunk is named after the file alone,
    /// so that no message ever tells one template of another.
    /// </summary>
    /// <returns>Null, or the compiler's message.</returns>
    public static string? Load(nint L, string path, string source)
    {
        if (LuaNative.Load(L, Encoding.UTF8.GetBytes(source), Encoding.UTF8.GetBytes("=" + path + "\0")) != LuaNative.Ok)
        {
            var message = LuaNative.StringText(L, -1);
            LuaNative.Pop(L, 1);
            return message;
        }

        LuaNative.lua_pushvalue(L, -2);
        LuaNative.lua_setupvalue(L, -2, 1);
        return null;
    }
}
