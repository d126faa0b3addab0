using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>Each attack, by each way that makes a difference, comes to nothing: see <see cref="Attack"/> for how a file says what that is.</summary>
public sealed class AttackTests
{
    private const int Attempts = 5;

    /// <summary>More time, on a machine that is busy, for what must come to another end than that of its time.</summary>
    private const int Patience = 20;

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var attack in Attack.All)
        {
            foreach (var way in attack.Ways)
            {
                data.Add(attack.Name, way);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public async Task Attack_ByThisWay_ComesToNothing(string name, string way)
    {
        var attack = Attack.Find(name);
        await using var world = new AttackWorld(longer: attack.MayTimeOut ? 1 : Patience);
        var before = await world.CanariesAsync();

        var record = await world.RunAsync(attack, way);

        var result = record.Result;
        Assert.Null(record.NeighboursHarm);
        Assert.True(attack.IsExpected(result), $"{result.Kind} {result.Error}");
        Assert.True(result.Kind != LuaVmResultKind.Ok || result.ResultJson.Span.SequenceEqual("\"held\""u8), System.Text.Encoding.UTF8.GetString(result.ResultJson.Span));
        NamesItsLimit(result);
        Assert.Null(HostDetails.FindIn(result, attack.Source));
        Assert.True(attack.MayBreak || world.Runtime.Broken.IsEmpty, string.Join(", ", world.Runtime.Broken));
        Assert.InRange(record.VmBytes, 0, 2 * AttackWorld.Limits.MemoryBytes * 14 / 10);
        Assert.InRange(record.ProcessGrowth, 0, AttackWorld.MostGrowth);
        Assert.Equal(before, await world.CanariesAsync());
        Assert.Equal("2", await world.Runtime.Eval("return 2"));
        Assert.Single(world.Runtime.Strategy.Threads());
        await NeighbourAnswersMeanwhile(record);
    }

    /// <summary>
    /// What runs until its limit leaves its neighbour's runs room in between. On a machine that is busy or stands still now and then,
    /// the whole limit may pass within one slice or one native call: such a try is made again, with more time.
    /// </summary>
    private static async Task NeighbourAnswersMeanwhile(AttackRecord record)
    {
        for (var attempt = 1; record.Result.Kind == LuaVmResultKind.Timeout && !record.Attack.IsSlow && record.AnswersDuringAttack == 0; attempt++)
        {
            Assert.True(attempt < Attempts, "The neighbour got no answer while the attack was running.");
            await using var world = new AttackWorld(longer: 1 << attempt);
            record = await world.RunAsync(record.Attack, record.Way);
        }
    }

    private static void NamesItsLimit(LuaVmResult result)
    {
        var limit = result.Error?.Code switch
        {
            "TF3001" => "limit run_wall",
            "TF3002" => "limit run_cpu",
            "TF3003" => "memory",
            _ => "",
        };
        Assert.Contains(limit, result.Error?.Message ?? "", StringComparison.Ordinal);
    }
}
