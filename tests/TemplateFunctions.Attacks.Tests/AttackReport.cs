using System.Globalization;
using System.Text.RegularExpressions;
using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>
/// Writes docs/attack-report.md with measured times, when TEMPLATEFUNCTIONS_WRITE_ATTACKS is set: to 1 for all attacks, or to a pattern of
/// attack names for some of them, which are told on the console only. Otherwise checks that the report knows every attack.
/// </summary>
public sealed class AttackReport
{
    private static readonly string Path = Repository.PathOf("docs", "attack-report.md");

    [Fact]
    public async Task Report_EveryAttack_IsInIt()
    {
        if (Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_WRITE_ATTACKS") is { Length: > 0 } wanted)
        {
            await WriteAsync(wanted);
            return;
        }

        var report = await File.ReadAllTextAsync(Path);
        Assert.All(Attack.All, attack => Assert.Contains($"| {attack.Name} |", report, StringComparison.Ordinal));

        // The figures that were committed keep the promises.
        var rows = report.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains(".lua", StringComparison.Ordinal)).Select(line => line.Split(" | ")).ToList();
        Assert.Equal(Attack.All.Count, rows.Count);
        Assert.Contains(rows, row => row[^5].Contains("TF3001", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.InRange(int.Parse(row[^4], CultureInfo.InvariantCulture), 0, 250));
        Assert.All(rows, row => Assert.InRange(int.Parse(row[^3], CultureInfo.InvariantCulture), 0, 250));
        Assert.All(rows, row => Assert.InRange(int.Parse(row[^2], CultureInfo.InvariantCulture), 0, 500));
    }

    private static async Task WriteAsync(string wanted)
    {
        var rows = new List<string>();
        foreach (var attack in Attack.All.Where(attack => wanted == "1" || Regex.IsMatch(attack.Name, wanted)))
        {
            var records = new List<AttackRecord>();
            foreach (var way in attack.Ways)
            {
                await using var world = new AttackWorld();
                records.Add(await world.RunAsync(attack, way));
            }

            var row = Row(attack, records);
            Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {row} {records[0].Result.Error?.Message}");
            rows.Add(row);
        }

        if (wanted == "1")
        {
            await File.WriteAllTextAsync(Path, Head + string.Join('\n', rows) + "\n");
        }
    }

    private static string Row(Attack attack, List<AttackRecord> records)
    {
        var outcomes = string.Join(", ", records.Select(record => Outcome(record.Result)).Distinct());
        outcomes += records.Any(record => record.NeighboursHarm is not null) ? ", NEIGHBOUR HARMED" : "";
        return $"| {attack.Name} | {attack.Purpose} | {outcomes} | {Ms(records.Max(r => r.PastCpu))} | {Ms(records.Max(r => r.PastWall))} | {Ms(records.Max(r => r.NeighboursWorstWait))} | {records.Max(r => r.VmBytes) >> 20} |";
    }

    private static string Outcome(LuaVmResult result) => result.Error?.Code is { } code
        ? $"{result.Kind} {code}{(result.BrokenReason is null ? "" : " (VM lost)")}"
        : result.ResultJson.Span.SequenceEqual("\"held\""u8) ? "held" : "GOT THROUGH";

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static readonly string Head = $"""
        # Attack report

        Measured, not promised: every attack of [tests/TemplateFunctions.Attacks.Tests/attacks](../tests/TemplateFunctions.Attacks.Tests/attacks)
        by every way that makes a difference, the worst of them in each column, in a guild that shares its only VM thread with a neighbour who is
        asked all the time. The limit of processor time is {AttackWorld.Limits.RunCpu.TotalMilliseconds:0} ms here, of wall time {AttackWorld.Limits.RunWall.TotalSeconds:0} s, a VM's memory
        {AttackWorld.Limits.MemoryBytes >> 20} MiB. What the promises are, and the tests that hold them: [security.md](security.md).

        Machine: {Environment.ProcessorCount} cores, shared with other work; .NET {Environment.Version}. Written by
        `TEMPLATEFUNCTIONS_WRITE_ATTACKS=1 dotnet test tests/TemplateFunctions.Attacks.Tests --filter AttackReport`.

        | attack | what it tries | outcome | ms of processor time past the limit | ms past the wall limit | neighbour's worst wait, ms | MiB of both VMs |
        |---|---|---|---|---|---|---|

        """;
}
