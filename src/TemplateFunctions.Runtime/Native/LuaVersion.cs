using System.Text;
using System.Text.RegularExpressions;

namespace TemplateFunctions.Runtime.Native;

/// <summary>
/// Refuses native libraries with known memory-safety holes. The API tells only 5.4; the release is read from the identification
/// string that every Lua library carries.
/// </summary>
internal static partial class LuaVersion
{
    /// <summary>The oldest release taken: earlier ones have published memory-safety CVEs.</summary>
    public static readonly Version Oldest = new(5, 4, 8);

    private static readonly Lazy<Version?> Found = new(Read);

    public static Version? Loaded => Found.Value;

    public static void Require()
    {
        if (Loaded is not { } version || version < Oldest)
        {
            throw new PlatformNotSupportedException($"The native Lua library is {Loaded?.ToString() ?? "of an unknown release"}; {Oldest} or newer is needed (TF5012). Reference KeraLua 1.4.11 or newer.");
        }
    }

    private static unsafe Version? Read()
    {
        var text = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)LuaNative.Export("lua_ident"));
        var match = Release().Match(Encoding.ASCII.GetString(text));
        return match.Success ? Version.Parse(match.Groups[1].Value) : null;
    }

    [GeneratedRegex(@"Lua (\d+\.\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Release();
}
