using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// Raises <c>KeyExpiry</c> for records that are due, each once at a time, and removes a record when its runs have ended. Sleeps
/// until the next expiry; a write that sets a nearer one wakes it.
/// </summary>
internal sealed partial class KeyExpiryPump(EventDispatcher dispatcher, GuildServices services)
{
    private const int Batch = 256;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnobservedSleep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, byte> _inFlight = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _nudge = new(0);
    private readonly ObservedKvStore? _observed = services.Ports.Kv as ObservedKvStore;
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private bool _more;
    private Task _pumping = Task.CompletedTask;

    public void Start()
    {
        if (_observed is not null)
        {
            _observed.ExpirySet += Notice;
        }

        _pumping = Task.Run(PumpAsync);
    }

    /// <summary>Looks no more; runs that are under way end by themselves.</summary>
    public async Task StopAsync()
    {
        if (_observed is not null)
        {
            _observed.ExpirySet -= Notice;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _pumping.ConfigureAwait(false);
    }

    private async Task PumpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan sleep;
            try
            {
                sleep = await RaiseDueAsync().ConfigureAwait(false);
            }
            catch (StorageException failure)
            {
                LogTrouble(services.Ports.Logger, failure);
                sleep = TroublePause;
            }

            await SleepAsync(sleep).ConfigureAwait(false);
        }
    }

    /// <summary>A record now expires at that time.</summary>
    private void Notice(DateTimeOffset expiresAt)
    {
        lock (_gate)
        {
            if (expiresAt >= _next)
            {
                return;
            }

            _next = expiresAt;
        }

        _nudge.Release();
    }

    /// <summary>Raises what is due; answers how long nothing will be.</summary>
    private async Task<TimeSpan> RaiseDueAsync()
    {
        var now = services.Now;
        var wake = now + (_observed is null ? UnobservedSleep : LongestSleep);
        lock (_gate)
        {
            // Set before the store is asked: a nearer expiry written meanwhile wakes the pump again.
            _next = wake;
        }

        var limit = Batch + _inFlight.Count;
        var due = await services.Ports.Kv.DueAsync(now, limit).ConfigureAwait(false);
        _more = due.Count == limit;
        foreach (var record in due)
        {
            if (_inFlight.TryAdd(IdentityOf(record), 0))
            {
                _ = RaiseAsync(record);
            }
        }

        if (await services.Ports.Kv.NextExpiryAsync(now).ConfigureAwait(false) is { } next)
        {
            lock (_gate)
            {
                _next = next < _next ? next : _next;
                wake = _next;
            }
        }

        return wake - services.Now;
    }

    private async Task RaiseAsync(KvRecord record)
    {
        try
        {
            var message = new EventMessage { Guild = record.Guild, Event = KeyEvents.Expiry(record) };
            var tickets = await dispatcher.DispatchAsync(message, "kv", attempt: 1, journalFirst: false).ConfigureAwait(false);

            // The record stays until the runs have ended, so that a handler can still renew it.
            await Task.WhenAll(tickets.Select(t => t.Settled)).ConfigureAwait(false);
            await services.Ports.Kv.SettleExpiryAsync(record.Guild, record.Id, record.ExpiresAt!.Value).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StorageException or DeliveryInterruptedException)
        {
            // The record is still due: after a pause it is raised again, under the same event id.
            LogUnraised(services.Ports.Logger, record.Guild.ToString(), record.Id, failure);
            await Task.Delay(TroublePause, services.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _more = true;
        }

        _inFlight.TryRemove(IdentityOf(record), out _);
        if (_more && !_stop.IsCancellationRequested)
        {
            Notice(DateTimeOffset.MinValue);
        }
    }

    private async Task SleepAsync(TimeSpan sleep)
    {
        if (sleep <= TimeSpan.Zero)
        {
            return;
        }

        using var wake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var nudged = _nudge.WaitAsync(wake.Token);
        await Task.WhenAny(nudged, Task.Delay(sleep, services.Time, wake.Token)).ConfigureAwait(false);
        await wake.CancelAsync().ConfigureAwait(false);
        await ((Task)nudged).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string IdentityOf(KvRecord record) => $"{record.Guild}|{record.Id}|{record.ExpiresAt?.UtcTicks}";

    [LoggerMessage(3301, LogLevel.Error, "Due keys could not be read")]
    private static partial void LogTrouble(ILogger logger, Exception failure);

    [LoggerMessage(3302, LogLevel.Warning, "Guild {Guild}: the expiry of record {Record} is raised again later")]
    private static partial void LogUnraised(ILogger logger, string guild, string record, Exception failure);
}
