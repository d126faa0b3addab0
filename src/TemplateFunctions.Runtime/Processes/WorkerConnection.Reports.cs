using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Processes.Wire;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>What a worker says of itself: signs of life, its VMs, lines for the log.</summary>
internal sealed partial class WorkerConnection
{
    private const int LongestLine = 4096;
    private readonly HashSet<GuildId> _charged = [];
    private int _logLines;

    /// <summary>Asks the process for a sign of life, or for a report of its VMs.</summary>
    /// <returns>The report; null when the process went or did not answer in time.</returns>
    public Task<WorkerReport?> PingAsync(bool withVms)
    {
        var report = new TaskCompletionSource<WorkerReport?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var frame = _sender.Enter();
        if (_closed || !_greeted)
        {
            report.SetResult(null);
        }
        else
        {
            var number = ++_numbers;
            frame.Begin(FrameKind.Ping);
            frame.Int(number);
            frame.Flag(withVms);
            frame.End();
            _reports.Add(number, report);
        }

        _sender.Leave();
        Volatile.Write(ref _logLines, 0);
        return report.Task;
    }

    private void TakePong(ref FrameReader frame)
    {
        var number = frame.Int();
        var lost = frame.Int();
        var threads = new VmThreadInfo[frame.Count(32)];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = AskCodec.ReadThread(ref frame, _firstSlot);
        }

        var vms = new VmInfo[frame.Count(AskCodec.VmBytes)];
        for (var i = 0; i < vms.Length; i++)
        {
            vms[i] = AskCodec.ReadVm(ref frame, _firstSlot);
        }

        var memory = AskCodec.ReadMemory(ref frame);
        lock (Gate)
        {
            _reports.Remove(number, out var report);
            report?.TrySetResult(new WorkerReport(threads, vms, memory));
        }

        if (lost > 0)
        {
            Lose("a thread of it is stuck in a native call");
        }
    }

    private void TakeLog(ref FrameReader frame)
    {
        var level = (LogLevel)frame.Member((int)LogLevel.None);
        var text = frame.Text();
        if (Interlocked.Increment(ref _logLines) <= 100)
        {
            LogLine(Logger, level, ProcessId, text.Length > LongestLine ? text[..LongestLine] : text);
        }
    }

    /// <summary>A worker can speak for guilds alone that were given to it.</summary>
    private void TakeCpu(ref FrameReader frame)
    {
        var guild = new GuildId((ulong)frame.Long());
        var used = new TimeSpan(frame.Long());
        bool known;
        lock (Gate)
        {
            known = _charged.Contains(guild);
        }

        if (known)
        {
            _services.Vms.Cpu.Add(guild, used);
        }
    }

    /// <summary>Before a guild's first run: what it used where this process was not there to see it. With the gate.</summary>
    private void TellCpu(FrameBuffer frame, GuildId guild)
    {
        if (_charged.Add(guild) && _services.Vms.Cpu.Read(guild).Used is { Ticks: > 0 } used)
        {
            frame.Begin(FrameKind.Cpu);
            frame.Long((long)guild.Value);
            frame.Long(used.Ticks);
            frame.End();
        }
    }
}

/// <summary>A worker's report of itself.</summary>
/// <param name="Threads">Its VM threads.</param>
/// <param name="Vms">Its VMs; empty unless they were asked for.</param>
/// <param name="Memory">Its memory budget.</param>
internal sealed record WorkerReport(IReadOnlyList<VmThreadInfo> Threads, IReadOnlyList<VmInfo> Vms, VmMemory Memory);
