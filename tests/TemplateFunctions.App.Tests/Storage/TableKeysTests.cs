using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Tests.Storage;

public sealed class TableKeysTests
{
    [Theory]
    [InlineData(1UL << 22)]
    [InlineData(1UL)]
    [InlineData((1UL << 22) * 1000)]
    public void RunPartition_OfManyGuilds_SpreadsThemOverAll(ulong apart)
    {
        var guilds = Enumerable.Range(0, 1_000).Select(number => new GuildId(733_000_000_000_000_001 + ((ulong)number * apart)));
        var shares = guilds.CountBy(TableKeys.RunPartition).ToDictionary();

        Assert.Equal(TableKeys.AllRunPartitions.Order(), shares.Keys.Order());
        Assert.All(shares.Values, share => Assert.InRange(share, 150, 350));
    }

    [Fact]
    public void Hash_PartsThatAreTheSameTextTogether_Differ() =>
        Assert.Equal(4, new[] { TableKeys.Hash("ab", "c"), TableKeys.Hash("a", "bc"), TableKeys.Hash("abc"), TableKeys.Hash("abc", "") }.Distinct().Count());
}
