using Microsoft.Extensions.Logging;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>What the log tells the operator.</summary>
internal sealed partial class LogEngine
{
    private void ReportRecovery(RecoveryReport report)
    {
        LogOpened(files.Directory, report.Rows, report.Files);
        if (report.Cut is { } cut)
        {
            LogCut(cut.Bytes, cut.File, cut.Offset);
        }
    }

    [LoggerMessage(5101, LogLevel.Information, "Store opened in {Directory}: {Rows} rows from {Files} files.")]
    private partial void LogOpened(string directory, long rows, int files);

    [LoggerMessage(5102, LogLevel.Warning, "An unfinished write of {Bytes} bytes at the end of {File} (offset {Offset}) was cut off; it had not been acknowledged.")]
    private partial void LogCut(long bytes, string file, long offset);

    [LoggerMessage(5103, LogLevel.Error, "The data directory {Directory} does not take writes. The store is read-only until it does.")]
    private partial void LogWriteFailed(Exception failure, string directory);

    [LoggerMessage(5104, LogLevel.Warning, "The data directory {Directory} takes writes again.")]
    private partial void LogWritableAgain(string directory);

    [LoggerMessage(5105, LogLevel.Information, "Snapshot of {Rows} rows written, {Bytes} bytes.")]
    private partial void LogCompacted(int rows, long bytes);

    [LoggerMessage(5106, LogLevel.Warning, "A snapshot in {Directory} could not be written. Nothing is lost; the logs stay until one succeeds.")]
    private partial void LogCompactionFailed(Exception failure, string directory);
}
