using System.Globalization;
using System.Text;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Benchmarks;

/// <summary>What an idle guild VM with one compiled template holds.</summary>
internal sealed class IdleVm : IBenchmark
{
    private const int Count = 2_000;

    public string Name => "idle";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var source = Encoding.UTF8.GetBytes(Vms.Trivial);
        await using (var warm = new Vms())
        {
            await warm.RunAsync(1, Vms.Template(Vms.Trivial));
        }

        var before = Settle();
        var states = Enumerable.Range(0, Count).Select(_ => BareLua.StateWith(source)).ToArray();
        var bareResident = (Settle() - before) / Count;
        var bareHeap = BareLua.HeapOf(states[0]);

        await using var vms = new Vms();
        before = Settle();
        var template = Vms.Template(Vms.Trivial);
        for (var i = 0; i < Count; i++)
        {
            await vms.RunAsync((ulong)i, template);
        }

        // Idle VMs collect their garbage after a second.
        await Task.Delay(TimeSpan.FromSeconds(4));
        var resident = (Settle() - before) / Count;
        var heap = (long)vms.Strategy.Vms().Average(v => v.MemoryBytes);
        Array.ForEach(states, BareLua.Close);
        return
        [
            Ratio("(d) Lua heap of an idle guild VM, against a bare state with libraries and the same chunk", heap, bareHeap, 2.5),
            Ratio($"(d) resident memory of the same, mean of {Count}", resident, bareResident, 3),
        ];
    }

    private static Row Ratio(string what, long ours, long bare, double most)
    {
        var ratio = (double)ours / bare;
        return new Row(what, $"{ours / 1024.0:0.0} KiB", $"{bare / 1024.0:0.0} KiB", ratio.ToString("0.00", CultureInfo.InvariantCulture), $"<= {most}", ratio <= most);
    }

    private static long Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Sample.Resident();
    }
}

/// <summary>20,000 guild VMs in one process.</summary>
internal sealed class ManyVms : IBenchmark
{
    private const int Count = 20_000;

    public string Name => "many";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var before = Sample.Resident();
        await using var vms = new Vms();
        var template = Vms.Template(Vms.Trivial);
        for (var i = 0; i < Count; i++)
        {
            await vms.RunAsync((ulong)i, template);
        }

        var live = vms.Strategy.Vms().Count;
        return
        [
            new Row($"(d) {Count:N0} guild VMs in one process", $"{live:N0} live, {(Sample.Resident() - before) >> 20} MiB", "-", "-", $"{Count:N0} live", live == Count),
        ];
    }
}

/// <summary>The first event of a guild without a VM.</summary>
internal sealed class ColdGuild : IBenchmark
{
    private const int Count = 500;
    private const int Rounds = 8;

    // A process that has just started runs code that is not compiled for good: its first guilds are not what is asked for.
    private const int WarmUp = 3;

    // The garbage of first runs is collected a second later: that is not what is asked for either.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    public string Name => "cold";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var vms = new Vms();
        var source = Encoding.UTF8.GetBytes(Vms.Trivial);
        var bare = new List<nint>();
        var rounds = new List<(double Ours, double Bare)>();
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(Pause);
            rounds.Add((Sample.Median(await FirstEventsAsync(vms, round * Count)), Sample.Median(BareLua.ColdStates(Count, source, bare))));
        }

        bare.ForEach(LuaNative.lua_close);
        rounds.RemoveRange(0, WarmUp);
        var ratio = Sample.Median(rounds.Select(r => r.Ours / r.Bare));
        return
        [
            new Row(
                "(e) first event of a cold guild, p50, against luaL_newstate + openlibs + load + run, states kept",
                $"{Sample.Median(rounds.Select(r => r.Ours)):0} us",
                $"{Sample.Median(rounds.Select(r => r.Bare)):0} us",
                ratio.ToString("0.0", CultureInfo.InvariantCulture),
                "<= 6",
                ratio <= 6),
        ];
    }

    /// <summary>Microseconds from the event to its outcome, for guilds that have no VM yet.</summary>
    private static async Task<double[]> FirstEventsAsync(Vms vms, int first)
    {
        var template = Vms.Template(Vms.Trivial);
        var times = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await vms.RunAsync((ulong)(first + i), template);
            times[i] = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times;
    }
}
