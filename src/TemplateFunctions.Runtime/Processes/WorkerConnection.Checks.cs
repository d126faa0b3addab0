using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Processes.Wire;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>What is not taken from a worker as it comes: results and error output.</summary>
internal sealed partial class WorkerConnection
{
    private const int MostErrorText = 16 << 10;

    /// <summary>A result goes into answers as it is: it must be what it says.</summary>
    private void Check(LuaVmResult result)
    {
        if (result.ResultJson.Length > _services.Vms.Limits.ResultBytes || (result.Kind == LuaVmResultKind.Ok) == result.ResultJson.IsEmpty)
        {
            throw new ProtocolException($"A result of {result.ResultJson.Length} bytes does not go with {result.Kind}.");
        }

        if (result.Kind != LuaVmResultKind.Ok)
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(result.ResultJson.Span, new JsonReaderOptions { MaxDepth = 128 });
            while (reader.Read())
            {
            }
        }
        catch (JsonException broken)
        {
            throw new ProtocolException($"A result is not JSON: {broken.Message}");
        }
    }

    /// <summary>What the process writes to its standard error, up to a limit, and how it ended.</summary>
    private void ReadErrors()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            var stream = _process.StandardError.BaseStream;
            while (stream.Read(buffer) is > 0 and var read)
            {
                if (text.Length < MostErrorText)
                {
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                }
            }

            _process.WaitForExit();
            LogEnd(Logger, _stopping ? LogLevel.Debug : LogLevel.Warning, ProcessId, _process.ExitCode, text.ToString());
            _process.Dispose();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            LogEnded(Logger, ProcessId, failure.Message);
        }
    }

    [LoggerMessage(1024, LogLevel.Critical, "The connection of VM process {Process} met a bug")]
    private static partial void LogReaderBug(ILogger logger, int process, Exception exception);

    [LoggerMessage(EventId = 1025, Message = "VM process {Process}: {Text}")]
    private static partial void LogLine(ILogger logger, LogLevel level, int process, string text);

    [LoggerMessage(EventId = 1026, Message = "VM process {Process} ended with code {Code}. {Text}")]
    private static partial void LogEnd(ILogger logger, LogLevel level, int process, int code, string text);
}
