using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.ProcessPool.Tests.Wire;

public sealed class CodecTests
{
    [Fact]
    public void Limits_EachOfThem_ReachTheWorker()
    {
        object limits = new RuntimeLimits();
        var number = 1000;
        foreach (var property in typeof(RuntimeLimits).GetProperties().Where(property => property.CanWrite))
        {
            number++;
            property.SetValue(limits, property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromTicks(number) : Convert.ChangeType(number, property.PropertyType, null));
        }

        var frames = new FrameBuffer();
        SetupCodec.Write(frames, new WorkerSetup(3, true, (RuntimeLimits)limits, [new HostModule { Name = "@a/b", ContextName = "B", LuaSource = "return 1", Functions = [new HostFunction("f", _ => default)] }]));
        var reader = Content(frames);
        var setup = SetupCodec.Read(ref reader);
        reader.End();
        Assert.Equal((3, true, (RuntimeLimits)limits), (setup.Threads, setup.AllowPanic, setup.Limits));
        var module = Assert.Single(setup.Modules);
        Assert.Equal(("@a/b", "B", "return 1", "f"), (module.Name, module.ContextName, module.LuaSource, Assert.Single(module.Functions).Name));
    }

    [Fact]
    public void Result_WithEverything_ComesBackEqual()
    {
        var result = new LuaVmResult
        {
            Kind = LuaVmResultKind.MemoryLimit,
            Error = new RunError("TF1", "ä\0b") { File = "f", Line = 3, Frame = "x", Traceback = "t" },
            BrokenReason = BrokenReason.MemoryLimitExceeded,
            Logs = ["a", ""],
            Duration = TimeSpan.FromTicks(5),
            Cpu = TimeSpan.FromTicks(6),
            MemoryBytes = 7,
            ThreadsRemain = true,
        };
        var frames = new FrameBuffer();
        frames.Begin(FrameKind.Result);
        ResultCodec.Write(frames, result);
        frames.End();
        var reader = Content(frames);
        var read = ResultCodec.Read(ref reader);
        reader.End();
        Assert.Equal(result with { Logs = [], ResultJson = default }, read with { Logs = [], ResultJson = default });
        Assert.Equal(result.Logs, read.Logs);
    }

    /// <summary>A worker that a template has taken over must not gain what its run was not given.</summary>
    [Fact]
    public void Capabilities_ThatTheRunWasNotGiven_AreNotBelieved()
    {
        var frames = new FrameBuffer();
        frames.Begin(FrameKind.Call);
        frames.Texts(["kv:read", "*", "discord:ban"]);
        frames.Long(0);
        frames.Int(0);
        frames.End();
        var reader = Content(frames);
        var call = CallCodec.Read(ref reader, null!, ["kv:read", "kv:write"]);
        Assert.Equal(["kv:read"], call.Capabilities);
    }

    /// <summary>Every prefix of a frame, and every frame with one byte changed, is read or refused, and nothing else.</summary>
    [Fact]
    public void Frames_CutOrChanged_AreReadOrRefused()
    {
        var frames = new FrameBuffer();
        frames.Begin(FrameKind.Call);
        frames.Texts(["a", "b"]);
        frames.Long(1);
        frames.Int(3);
        frames.Byte(4);
        frames.Byte(2);
        frames.Bytes("text"u8);
        frames.Byte(3);
        frames.Byte(1);
        frames.Flag(true);
        frames.Long(5);
        frames.Byte(5);
        frames.Byte(2);
        frames.Bytes("[1]"u8);
        frames.Long(1);
        frames.Flag(false);
        frames.Texts([]);
        frames.Text("a string");
        frames.Text("number");
        frames.End();
        var whole = frames.Written[(Frames.HeaderBytes + 1)..].ToArray();
        Assert.True(Reads(whole));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(Reads(whole[..length]));
        }

        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = whole.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            Reads(changed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Options_OutOfRange_AreRefusedByName(int processes)
    {
        var refused = Assert.Throws<ArgumentException>(new ProcessPoolOptions { Processes = processes }.Require);
        Assert.Contains("Processes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1 to 256", refused.Message, StringComparison.Ordinal);
    }

    private static bool Reads(byte[] content)
    {
        try
        {
            var reader = new FrameReader(content);
            CallCodec.Read(ref reader, null!, []);
            reader.End();
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private static FrameReader Content(FrameBuffer frames) => new(frames.Written[(Frames.HeaderBytes + 1)..]);
}
