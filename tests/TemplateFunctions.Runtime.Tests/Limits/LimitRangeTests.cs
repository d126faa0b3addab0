using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Limits;

public sealed class LimitRangeTests
{
    public static TheoryData<string, RuntimeLimits> OutOfRange => new()
    {
        { "MemoryBytes", new RuntimeLimits { MemoryBytes = 0 } },
        { "MemoryBytes", new RuntimeLimits { MemoryBytes = RuntimeLimits.MostMemoryBytes + 1 } },
        { "StackBytes", new RuntimeLimits { StackBytes = 4096 } },
        { "RunCpu", new RuntimeLimits { RunCpu = TimeSpan.Zero } },
        { "GuildCpu", new RuntimeLimits { GuildCpu = TimeSpan.Zero } },
        { "GuildCpuWindow", new RuntimeLimits { GuildCpuWindow = TimeSpan.Zero } },
        { "RunWall", new RuntimeLimits { RunWall = TimeSpan.FromSeconds(-1) } },
        { "Slice", new RuntimeLimits { Slice = TimeSpan.MaxValue } },
        { "CoroutineDepth", new RuntimeLimits { CoroutineDepth = 1000 } },
        { "TableHashBits", new RuntimeLimits { TableHashBits = 31 } },
        { "TasksPerVm", new RuntimeLimits { TasksPerVm = 0 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Limit_OutOfItsRange_IsRefusedByNameBeforeAThreadStarts(string name, RuntimeLimits limits)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new RuntimeHarness(limits));
        Assert.Contains($"The limit {name} is", refusal.Message, StringComparison.Ordinal);
    }
}
