using FsCheck;
using FsCheck.Fluent;
using TemplateFunctions.Core.Capabilities;

namespace TemplateFunctions.Core.Tests.Capabilities;

public sealed class CapabilitySetTests
{
    [Theory]
    [InlineData("kv:get:*", "kv:get:*", true)]
    [InlineData("kv:get:*", "kv:get:a", false)]
    [InlineData("kv:*", "kv:get:*", false)]
    [InlineData("*", "anything", true)]
    [InlineData("KV:*", "kv:*", false)]
    public void Holds_Capability_ExactlyOrByStar(string held, string asked, bool expected) =>
        Assert.Equal(expected, new CapabilitySet([held]).Holds(asked));

    [Fact]
    public void Covers_AnySets_ExactlyWhenNothingIsGained() => Prop.ForAll<string[], string[]>((held, asked) =>
    {
        var (mine, other) = (new CapabilitySet(held.Where(x => x is not null)), new CapabilitySet(asked.Where(x => x is not null)));
        return mine.Covers(other) == asked.Where(x => x is not null).All(mine.Holds);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void HoldsAny_OneOfSeveral_IsEnough()
    {
        var set = new CapabilitySet(["b"]);

        Assert.True(set.HoldsAny("a", "b"));
        Assert.False(set.HoldsAny("a", "c"));
        Assert.False(set.Covers(new CapabilitySet(["*"])));
    }
}
