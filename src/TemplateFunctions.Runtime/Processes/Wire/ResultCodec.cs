using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Results and errors of runs.</summary>
internal static class ResultCodec
{
    private static readonly int Kinds = Enum.GetValues<LuaVmResultKind>().Length;
    private static readonly int Reasons = Enum.GetValues<BrokenReason>().Length;

    public static void Write(FrameBuffer frame, LuaVmResult result)
    {
        frame.Byte((byte)result.Kind);
        frame.Flag(result.ThreadsRemain);
        frame.Bytes(result.ResultJson.Span);
        frame.Flag(result.Error is not null);
        if (result.Error is { } error)
        {
            WriteError(frame, error);
        }

        frame.Byte(result.BrokenReason is { } reason ? (byte)(1 + (int)reason) : (byte)0);
        frame.Texts(result.Logs);
        frame.Long(result.Duration.Ticks);
        frame.Long(result.Cpu.Ticks);
        frame.Long(result.MemoryBytes);
    }

    public static LuaVmResult Read(ref FrameReader frame)
    {
        var kind = (LuaVmResultKind)frame.Member(Kinds);
        var threadsRemain = frame.Flag();
        var json = frame.Bytes();
        var error = frame.Flag() ? ReadError(ref frame) : null;
        var reason = frame.Member(Reasons + 1);
        return new LuaVmResult
        {
            Kind = kind,
            ThreadsRemain = threadsRemain,
            ResultJson = json,
            Error = error,
            BrokenReason = reason == 0 ? null : (BrokenReason)(reason - 1),
            Logs = frame.Texts(),
            Duration = new TimeSpan(frame.Long()),
            Cpu = new TimeSpan(frame.Long()),
            MemoryBytes = frame.Long(),
        };
    }

    public static BrokenReason ReadReason(ref FrameReader frame) => (BrokenReason)frame.Member(Reasons);

    public static void WriteError(FrameBuffer frame, RunError error)
    {
        frame.Text(error.Code);
        frame.Text(error.Message);
        frame.Text(error.File);
        frame.Int(error.Line ?? -1);
        frame.Text(error.Frame);
        frame.Text(error.Traceback);
    }

    public static RunError ReadError(ref FrameReader frame) => new(frame.Text(), frame.Text())
    {
        File = frame.OptionalText(),
        Line = frame.Int() is >= 0 and var line ? line : null,
        Frame = frame.OptionalText(),
        Traceback = frame.OptionalText(),
    };
}
