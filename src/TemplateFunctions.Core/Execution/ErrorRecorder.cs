using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>
/// Tells failures to the guild's error ring beside the run, so that a failing template does not wait for the disk. When the
/// store cannot keep up, failures are counted in the log instead of held in memory.
/// </summary>
internal sealed partial class ErrorRecorder : IAsyncDisposable
{
    private const int MostWaiting = 4_096;

    private readonly Channel<ErrorEntry> _waiting = Channel.CreateBounded<ErrorEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly IErrorStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _writing;
    private long _queued;
    private long _written;
    private TaskCompletionSource? _drained;

    public ErrorRecorder(IErrorStore store, TimeProvider time, ILogger logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Records a failure of a run, or of a task it left behind.</summary>
    public void Record(GuildId guild, string template, RunError error, string? eventId = null, string? eventName = null) => Post(new ErrorEntry
    {
        Guild = guild,
        Template = template,
        Code = error.Code,
        Message = error.Message,
        File = error.File,
        Line = error.Line,
        Frame = error.Frame,
        Traceback = error.Traceback,
        EventId = eventId,
        EventName = eventName,
        LastAt = _time.GetUtcNow(),
    });

    /// <summary>Records a failure of the guild's VM, or a run that was given up.</summary>
    public void Record(GuildId guild, string? template, string code, string message) => Post(new ErrorEntry
    {
        Guild = guild,
        Template = template,
        Code = code,
        Message = message,
        LastAt = _time.GetUtcNow(),
    });

    /// <summary>Completes when everything recorded so far is written.</summary>
    public Task DrainAsync()
    {
        lock (_waiting)
        {
            if (_written == _queued)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private void Post(ErrorEntry entry)
    {
        lock (_waiting)
        {
            if (_waiting.Writer.TryWrite(entry))
            {
                _queued++;
                return;
            }
        }

        LogUnrecorded(entry.Guild.ToString(), entry.Template, entry.Code, "the store does not keep up");
    }

    private async Task WriteAsync()
    {
        await foreach (var entry in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await _store.RecordAsync(entry).ConfigureAwait(false);
            }
            catch (StorageException failure)
            {
                LogUnrecorded(entry.Guild.ToString(), entry.Template, entry.Code, failure.Message);
            }

            lock (_waiting)
            {
                if (++_written == _queued)
                {
                    _drained?.TrySetResult();
                    _drained = null;
                }
            }
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "Failure {Code} of template {Template} of guild {Guild} was not recorded: {Reason}.")]
    private partial void LogUnrecorded(string guild, string? template, string code, string reason);
}
