using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Limits;

/// <summary>
/// Processor time used by guild, for all strategies of a process. It outlives VMs, threads and child processes; it does not outlive
/// the process. Guilds that have used nothing lately are forgotten.
/// </summary>
/// <param name="limits">Names the limit and its window.</param>
/// <param name="time">The clock by which used time comes back.</param>
public sealed class GuildCpuLedger(RuntimeLimits limits, TimeProvider time)
{
    private const int OpenedBetweenSweeps = 1024;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<GuildId, CpuAccount> _accounts = new();
    private readonly CpuRates _rates = new(limits, time);
    private int _opened;

    /// <summary>Guilds that are remembered.</summary>
    internal int Count => _accounts.Count;

    /// <summary>What a guild has used.</summary>
    public GuildCpu Read(GuildId guild) => _accounts.TryGetValue(guild, out var account)
        ? account.Read(time.GetTimestamp())
        : new GuildCpu(TimeSpan.Zero, _rates.Limit, _rates.Window, TimeSpan.Zero);

    /// <summary>The guild's account, kept until it is given back with <see cref="Release"/>.</summary>
    internal CpuAccount Hold(GuildId guild)
    {
        lock (_gate)
        {
            if (++_opened % OpenedBetweenSweeps == 0)
            {
                Sweep();
            }

            var account = _accounts.GetOrAdd(guild, static (id, rates) => new CpuAccount(id, rates), _rates);
            account.Holders++;
            return account;
        }
    }

    /// <summary>The VM is gone; what it used stays on the account.</summary>
    internal void Release(CpuAccount account)
    {
        lock (_gate)
        {
            account.Holders--;
        }
    }

    /// <summary>Takes in what a guild used elsewhere.</summary>
    internal void Add(GuildId guild, TimeSpan used)
    {
        if (used <= TimeSpan.Zero)
        {
            return;
        }

        var account = Hold(guild);
        account.Add(CpuRates.ToTicks(used < _rates.Limit ? used : _rates.Limit));
        Release(account);
    }

    private void Sweep()
    {
        var now = time.GetTimestamp();
        foreach (var (guild, account) in _accounts)
        {
            if (account.Holders == 0 && account.IsRested(now))
            {
                _accounts.TryRemove(guild, out _);
            }
        }
    }
}
