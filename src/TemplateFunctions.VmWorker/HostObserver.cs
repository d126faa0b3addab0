using System.Globalization;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.VmWorker;

/// <summary>Passes on to the host what the VMs tell.</summary>
internal sealed class HostObserver(FrameSender sender) : IRuntimeObserver
{
    public void OnBroken(GuildId guild, BrokenReason reason)
    {
        var frame = sender.Enter();
        frame.Begin(FrameKind.Broken);
        frame.Long((long)guild.Value);
        frame.Byte((byte)reason);
        frame.End();
        sender.Leave();
    }

    public void OnTaskError(GuildId guild, string template, string runId, RunError error)
    {
        var frame = sender.Enter();
        frame.Begin(FrameKind.TaskError);
        frame.Int(int.Parse(runId, CultureInfo.InvariantCulture));
        ResultCodec.WriteError(frame, error);
        frame.End();
        sender.Leave();
    }

    public void OnCpuUsed(GuildId guild, TimeSpan used)
    {
        var frame = sender.Enter();
        frame.Begin(FrameKind.Cpu);
        frame.Long((long)guild.Value);
        frame.Long(used.Ticks);
        frame.End();
        sender.Leave();
    }
}

/// <summary>Passes on to the host what goes into the log.</summary>
internal sealed class HostLogger(FrameSender sender) : ILogger
{
    private const int LongestLine = 4000;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception) + (exception is null ? "" : $" {exception}");
        var frame = sender.Enter();
        frame.Begin(FrameKind.Log);
        frame.Byte((byte)logLevel);
        frame.Text(text.Length > LongestLine ? text[..LongestLine] : text);
        frame.End();
        sender.Leave();
    }
}
