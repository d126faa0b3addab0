using TemplateFunctions.Runtime.Memory;

namespace TemplateFunctions.Runtime.Tests.Vm;

public sealed class LongStringsTests
{
    [Fact]
    public void Longest_StringsComeAndGo_IsThatOfThoseThatLive()
    {
        var strings = default(LongStrings);
        Assert.Equal(0, strings.Longest);
        strings.Remove(1);
        strings.Add(1, 100_000);
        strings.Add(2, 300_000);
        strings.Add(3, 200_000);
        Assert.Equal(300_000, strings.Longest);
        strings.Remove(2);
        Assert.Equal(200_000, strings.Longest);
        strings.Remove(99);
        strings.Remove(3);
        strings.Remove(1);
        Assert.Equal(0, strings.Longest);
        strings.Free();
    }

    [Fact]
    public void Longest_MoreStringsThanThereIsRoomFor_NeverFallsAgain()
    {
        var strings = default(LongStrings);
        for (var i = 1; i <= 300; i++)
        {
            strings.Add(i, 100_000 + i);
        }

        for (var i = 1; i <= 300; i++)
        {
            strings.Remove(i);
        }

        Assert.Equal(100_300, strings.Longest);
        strings.Free();
    }
}
