using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TemplateFunctions.Runtime.Native;

/// <summary>The <c>lua_Debug</c> record of Lua 5.4.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LuaDebug
{
    public int Event;
    public byte* Name;
    public byte* NameWhat;
    public byte* What;
    public byte* Source;
    public nuint SourceLength;
    public int CurrentLine;
    public int LineDefined;
    public int LastLineDefined;
    public byte UpvalueCount;
    public byte ParameterCount;
    public sbyte IsVararg;
    public sbyte IsTailCall;
    public ushort FirstTransferred;
    public ushort TransferredCount;
    public ShortSourceBuffer ShortSource;
    public nint CallInfo;

    [InlineArray(60)]
    public struct ShortSourceBuffer
    {
        private byte _first;
    }
}
