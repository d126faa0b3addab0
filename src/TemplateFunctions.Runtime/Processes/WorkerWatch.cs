using System.Globalization;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>
/// Looks at one worker process every so often: does it say anything, how much memory does it hold? Looks are counted,
/// not seconds: a machine that stood still for a while must not cost its processes.
/// </summary>
internal sealed class WorkerWatch(ProcessPoolOptions options)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly int _mostSilentLooks = (int)Math.Ceiling(options.Grace / Interval);
    private WorkerConnection? _seen;
    private long _received;
    private int _silentLooks;

    /// <summary>The report that came last, of whichever process.</summary>
    public WorkerReport? LastReport { get; private set; }

    /// <summary>One look; ends a process that must go.</summary>
    public void Look(WorkerConnection connection)
    {
        if (!ReferenceEquals(_seen, connection) || _received != connection.Received)
        {
            _silentLooks = 0;
        }

        _seen = connection;
        _received = connection.Received;
        if (++_silentLooks > _mostSilentLooks)
        {
            connection.Lose($"it said nothing for {options.Grace.TotalSeconds:0.#} s");
            return;
        }

        if (ResidentBytes(connection.ProcessId) is { } bytes && bytes > options.ResidentBytes)
        {
            connection.Lose($"it holds {bytes} bytes of memory, more than {options.ResidentBytes}");
            return;
        }

        _ = AskAsync(connection, withVms: false);
    }

    /// <summary>Asks a process for its report and keeps it.</summary>
    public async Task<WorkerReport?> AskAsync(WorkerConnection connection, bool withVms)
    {
        var report = await connection.PingAsync(withVms).ConfigureAwait(false);
        if (report is null)
        {
            return null;
        }

        LastReport = report.Vms.Count == 0 && !withVms && LastReport is { } last ? report with { Vms = last.Vms } : report;
        return report;
    }

    /// <summary>Resident memory of a process, or null where the system does not tell.</summary>
    internal static long? ResidentBytes(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/statm");
            return long.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended, or this is no Linux: there the managed heap's limit and the VMs' are what holds.
            return null;
        }
    }
}
