using System.Runtime.InteropServices;
using System.Text;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Reads call stacks. Frames of the sandbox's own Lua code carry no source name and are left out.</summary>
internal static unsafe class StackReader
{
    public const int MaxFrames = 20;
    private const int MaxLevels = 200;

    /// <summary>The chunk name of a frame without its '=' mark; empty for native code and for the sandbox's own.</summary>
    public static string SourceOf(nint L, LuaDebug* record)
    {
        fixed (byte* what = "S\0"u8)
        {
            return LuaNative.lua_getinfo(L, what, record) == 0 ? "" : NameOf(record);
        }
    }

    /// <summary>The same for a record whose source is known.</summary>
    public static string NameOf(LuaDebug* record)
    {
        if (record->Source == null || record->SourceLength < 2)
        {
            return "";
        }

        var source = new ReadOnlySpan<byte>(record->Source, (int)Math.Min(record->SourceLength, 512));
        return source[0] == (byte)'=' && !source.SequenceEqual("=[C]"u8) && !source.SequenceEqual("=?"u8) ? Encoding.UTF8.GetString(source[1..]) : "";
    }

    /// <summary>A traceback in the author's own names and lines, innermost first, capped.</summary>
    public static string Traceback(nint L, int firstLevel = 0)
    {
        var text = new StringBuilder();
        var frames = 0;
        for (var level = firstLevel; level < MaxLevels; level++)
        {
            LuaDebug record;
            if (LuaNative.lua_getstack(L, level, &record) == 0)
            {
                break;
            }

            var source = SourceOf(L, &record);
            if (source.Length == 0)
            {
                continue;
            }

            if (++frames > MaxFrames)
            {
                text.Append("...\n");
                break;
            }

            fixed (byte* what = "lnu\0"u8)
            {
                LuaNative.lua_getinfo(L, what, &record);
            }

            text.Append(source).Append(':').Append(record.CurrentLine).Append(Name(&record, source)).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Name(LuaDebug* record, string source)
    {
        if (record->Name != null)
        {
            return " in function '" + Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(record->Name)) + "'";
        }

        return IsChunk(record) ? " in main chunk" : $" in function <{source}:{record->LineDefined}>";
    }

    /// <summary>A chunk itself; that of a Luau file is a nameless function that begins in line 1 and takes anything.</summary>
    private static bool IsChunk(LuaDebug* record) => *record->What == (byte)'m' || (record->LineDefined == 1 && record->IsVararg != 0);
}
