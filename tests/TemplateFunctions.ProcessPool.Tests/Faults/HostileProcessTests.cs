using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>A process that was taken over by a template, or is none of ours, says what it likes.</summary>
public sealed class HostileProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hostile-process").FullName;

    public static TheoryData<string> Lies => [.. LiesByName.Keys];

    private static Dictionary<string, Action<FrameBuffer>> LiesByName => new()
    {
        ["unknown kind"] = frame => Whole(frame, (FrameKind)200, _ => { }),
        ["a host's frame"] = frame => Whole(frame, FrameKind.Stop, _ => { }),
        ["second greeting"] = SetupCodec.WriteHello,
        ["result of no run"] = frame => Whole(frame, FrameKind.Result, content =>
        {
            content.Int(99);
            ResultCodec.Write(content, new LuaVmResult { Kind = LuaVmResultKind.Ok, ResultJson = "1"u8.ToArray() });
        }),
        ["result that is no JSON"] = frame => Whole(frame, FrameKind.Result, content =>
        {
            content.Int(1);
            ResultCodec.Write(content, new LuaVmResult { Kind = LuaVmResultKind.Ok, ResultJson = "{\"a\":1},\"injected\":2"u8.ToArray() });
        }),
        ["result without a value"] = frame => Whole(frame, FrameKind.Result, content =>
        {
            content.Int(1);
            ResultCodec.Write(content, new LuaVmResult { Kind = LuaVmResultKind.Ok });
        }),
        ["result cut off"] = frame => Whole(frame, FrameKind.Result, content => content.Int(1)),
        ["result of an unknown kind"] = frame => Whole(frame, FrameKind.Result, content =>
        {
            content.Int(1);
            content.Byte(77);
        }),
        ["answer to nothing"] = frame => Whole(frame, FrameKind.Told, content =>
        {
            content.Int(5);
            content.Long(1);
        }),
        ["a million items announced"] = frame => Whole(frame, FrameKind.Pong, content =>
        {
            content.Int(1);
            content.Int(0);
            content.Int(1_000_000);
        }),
        ["trailing bytes"] = frame => Whole(frame, FrameKind.Over, content =>
        {
            content.Int(1);
            content.Long(0);
        }),
        ["call of no function"] = frame => Whole(frame, FrameKind.Call, content =>
        {
            content.Int(1);
            content.Int(1);
            content.Int(4711);
        }),
        ["thread lost"] = frame => Whole(frame, FrameKind.Pong, content =>
        {
            content.Int(1);
            content.Int(1);
            content.Int(0);
            content.Int(0);
            content.Long(0);
            content.Long(1);
            content.Int(0);
        }),
        ["negative length"] = frame => frame.Int(-1),
        ["huge length"] = frame => frame.Int(int.MaxValue),
        ["empty frame"] = frame => frame.Int(0),
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Process_ThatBreaksTheProtocol_IsEndedAndEverybodyAnswered(string lie)
    {
        var frames = new FrameBuffer();
        SetupCodec.WriteHello(frames);
        LiesByName[lie](frames);
        await using var pool = new Pool(Saying(frames.Written));
        var result = await pool.Runtime.Run("return 1");
        Assert.Equal(LuaVmResultKind.VmBroken, result.Kind);
        Assert.Contains(result.BrokenReason, new BrokenReason?[] { BrokenReason.PanicRecovery, BrokenReason.InternalError });
        await Pool.UntilAsync(() => pool.Runtime.Log.Lines.Any(line => line.Contains("was lost: ", StringComparison.Ordinal)), "the loss is logged");
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains(lie == "thread lost" ? "stuck in a native call" : "broke the protocol", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_ThatSaysSomethingElse_IsEndedAndNothingIsBuilt()
    {
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        await using var pool = new Pool(Saying(noise));
        var result = await pool.Runtime.Run("return 1");
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.InternalError, "TF5007"), (result.Kind, result.BrokenReason, result.Error!.Code));
        Assert.All(pool.Runtime.Broken, broken => Assert.Equal(BrokenReason.InternalError, broken.Reason));
    }

    [Fact]
    public async Task Process_OfAnotherVersion_IsRefusedWithBothVersions()
    {
        var frames = new FrameBuffer();
        SetupCodec.WriteHello(frames);
        var hello = frames.Written.ToArray();
        BitConverter.TryWriteBytes(hello.AsSpan(Frames.HeaderBytes + 1 + Frames.Magic.Length), Frames.Version + 1);
        await using var pool = new Pool(Saying(hello));
        var result = await pool.Runtime.Run("return 1");
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.InternalError), (result.Kind, result.BrokenReason));
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains($"it speaks version {Frames.Version + 1} of the protocol, the host version {Frames.Version}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_OfAnotherBuild_IsRefused()
    {
        var frames = new FrameBuffer();
        SetupCodec.WriteHello(frames);
        var hello = frames.Written.ToArray();
        hello[Frames.HeaderBytes + 1 + Frames.Magic.Length + 4] ^= 1;
        await using var pool = new Pool(Saying(hello));
        Assert.Equal(BrokenReason.InternalError, (await pool.Runtime.Run("return 1")).BrokenReason);
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains("of another build", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_ThatNeverComesUp_AnswersEachRunAndIsTriedAgain()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, Command = ["/bin/true"], FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(4) });
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(BrokenReason.InternalError, (await pool.Runtime.Run("return 1")).BrokenReason);
        }
    }

    [Fact]
    public async Task Process_ThatEndsAgainAndAgain_IsWaitedForLongerEachTimeUpToTheLongest()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, Command = ["/bin/true"], FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(4) });
        await Pool.UntilAsync(() => Pauses(pool).Count >= 5, "it has ended five times");
        Assert.Equal(["0.001", "0.002", "0.004", "0.004", "0.004"], Pauses(pool).Take(5));
    }

    [Fact]
    public async Task Process_ThatHasLivedForLong_CountsAsSound()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(40) });
        int? last = null;
        for (var i = 0; i < 3; i++)
        {
            last = await pool.ProcessAsync(0, last);
            await pool.Runtime.Run("task.wait(0.1)");
            Signals.Send(last.Value, Signals.Kill);
        }

        await Pool.UntilAsync(() => Pauses(pool).Count == 3, "it has ended three times");
        Assert.All(Pauses(pool), pause => Assert.Equal("0.001", pause));
    }

    [Fact]
    public async Task Program_ThatIsMissing_IsNamedInTheLog()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, WorkerPath = Path.Combine(_folder, "nothing.dll") });
        var result = await pool.Runtime.Run("return 1");
        Assert.Equal("TF5007", result.Error!.Code);
        Assert.DoesNotContain("nothing.dll", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains("nothing.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void Pause_AfterEachEnd_DoublesUpToTheLongest()
    {
        var options = new ProcessPoolOptions { FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(30) };
        Assert.Equal([100, 200, 400, 800], Enumerable.Range(1, 4).Select(ends => options.Pause(ends).TotalMilliseconds));
        Assert.All(Enumerable.Range(10, 200), ends => Assert.Equal(TimeSpan.FromSeconds(30), options.Pause(ends)));
        Assert.Equal(TimeSpan.FromSeconds(30), options.Pause(int.MaxValue));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<string> Pauses(Pool pool) =>
        [.. pool.Runtime.Log.Lines.Select(line => System.Text.RegularExpressions.Regex.Match(line, @"Another one is started in (\S+) s")).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    private static void Whole(FrameBuffer frame, FrameKind kind, Action<FrameBuffer> content)
    {
        frame.Begin(kind);
        content(frame);
        frame.End();
    }

    private ProcessPoolOptions Saying(ReadOnlySpan<byte> bytes)
    {
        var file = Path.Combine(_folder, "said");
        File.WriteAllBytes(file, bytes);
        return new ProcessPoolOptions { Processes = 1, Command = ["/bin/sh", "-c", $"/bin/cat '{file}'; exec /bin/sleep 600"] };
    }
}
