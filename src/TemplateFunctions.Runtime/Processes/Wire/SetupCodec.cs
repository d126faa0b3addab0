using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>What a worker is told before its first run.</summary>
/// <param name="Threads">VM threads.</param>
/// <param name="AllowPanic">See <see cref="Distribution.RuntimeOptions.AllowPanic"/>.</param>
/// <param name="Limits">The limits of every VM and run.</param>
/// <param name="Modules">The host's modules; their functions are numbered in this order and have no body.</param>
/// <param name="RunningFile">Where to note whose code runs: a file that the host has made. Null for nowhere.</param>
internal sealed record WorkerSetup(int Threads, bool AllowPanic, RuntimeLimits Limits, IReadOnlyList<HostModule> Modules, string? RunningFile = null);

/// <summary>The beginning of a conversation.</summary>
internal static class SetupCodec
{
    private static readonly HostFunctionBody NoBody = static _ => throw new InvalidOperationException("The function is in the host.");

    public static void WriteHello(FrameBuffer frame)
    {
        frame.Begin(FrameKind.Hello);
        frame.Raw(Frames.Magic);
        frame.Int(Frames.Version);
        frame.Raw(Frames.Build.ToByteArray());
        frame.Int(Environment.ProcessId);
        frame.End();
    }

    /// <summary>Reads the other side's greeting; answers null or why the two cannot work together.</summary>
    public static string? ReadHello(ref FrameReader frame)
    {
        if (!frame.Raw(Frames.Magic.Length).SequenceEqual(Frames.Magic))
        {
            return "it is no VM process";
        }

        var version = frame.Int();
        if (version != Frames.Version)
        {
            return $"it speaks version {version} of the protocol, the host version {Frames.Version}";
        }

        var build = new Guid(frame.Raw(16));
        frame.Int();
        return build == Frames.Build ? null : "it is of another build than the host";
    }

    public static void Write(FrameBuffer frame, WorkerSetup setup)
    {
        frame.Begin(FrameKind.Setup);
        frame.Int(setup.Threads);
        frame.Flag(setup.AllowPanic);
        frame.Text(setup.RunningFile);
        WriteLimits(frame, setup.Limits);
        frame.Int(setup.Modules.Count);
        foreach (var module in setup.Modules)
        {
            frame.Text(module.Name);
            frame.Text(module.ContextName);
            frame.Text(module.LuaSource);
            frame.Texts([.. module.Functions.Select(f => f.Name)]);
        }

        frame.End();
    }

    public static WorkerSetup Read(ref FrameReader frame)
    {
        var threads = frame.Int();
        var panic = frame.Flag();
        var running = frame.OptionalText();
        var limits = ReadLimits(ref frame);
        var modules = new HostModule[frame.Count(16)];
        for (var i = 0; i < modules.Length; i++)
        {
            modules[i] = new HostModule
            {
                Name = frame.Text(),
                ContextName = frame.OptionalText(),
                LuaSource = frame.OptionalText(),
                Functions = [.. frame.Texts().Select(name => new HostFunction(name, NoBody))],
            };
        }

        return new WorkerSetup(threads, panic, limits, modules, running);
    }

    private static void WriteLimits(FrameBuffer frame, RuntimeLimits limits)
    {
        frame.Long(limits.MemoryBytes);
        frame.Long(limits.AllVmsBytes);
        frame.Int(limits.StackBytes);
        frame.Long(limits.RunWall.Ticks);
        frame.Long(limits.RunCpu.Ticks);
        frame.Long(limits.GuildCpu.Ticks);
        frame.Long(limits.GuildCpuWindow.Ticks);
        frame.Long(limits.Slice.Ticks);
        frame.Long(limits.IdleEviction.Ticks);
        frame.Int(limits.LogBytes);
        frame.Int(limits.ResultBytes);
        frame.Int(limits.PendingRunsPerGuild);
        frame.Int(limits.TasksPerVm);
        frame.Int(limits.SourceFileBytes);
        frame.Int(limits.SingleAllocationBytes);
        frame.Int(limits.TableHashBits);
        frame.Long(limits.ThreadGrace.Ticks);
        frame.Int(limits.CoroutineDepth);
    }

    private static RuntimeLimits ReadLimits(ref FrameReader frame) => new()
    {
        MemoryBytes = frame.Long(),
        AllVmsBytes = frame.Long(),
        StackBytes = frame.Int(),
        RunWall = new TimeSpan(frame.Long()),
        RunCpu = new TimeSpan(frame.Long()),
        GuildCpu = new TimeSpan(frame.Long()),
        GuildCpuWindow = new TimeSpan(frame.Long()),
        Slice = new TimeSpan(frame.Long()),
        IdleEviction = new TimeSpan(frame.Long()),
        LogBytes = frame.Int(),
        ResultBytes = frame.Int(),
        PendingRunsPerGuild = frame.Int(),
        TasksPerVm = frame.Int(),
        SourceFileBytes = frame.Int(),
        SingleAllocationBytes = frame.Int(),
        TableHashBits = frame.Int(),
        ThreadGrace = new TimeSpan(frame.Long()),
        CoroutineDepth = frame.Int(),
    };
}
