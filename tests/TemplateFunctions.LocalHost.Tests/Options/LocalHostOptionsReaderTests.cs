using Microsoft.Extensions.Configuration;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Options;

namespace TemplateFunctions.LocalHost.Tests.Options;

public sealed class LocalHostOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_GivesTheContractsDefaults()
    {
        var options = Read();

        Assert.Null(options.Key);
        Assert.Equal("template-events", options.Queue.Name);
        Assert.Null(options.Queue.ConnectionString);
        Assert.Equal("thread-pool", options.Runtime.Strategy);
        Assert.Equal(20L << 20, options.Runtime.Limits.MemoryBytes);
        Assert.Equal(TimeSpan.FromMinutes(10), options.Runtime.Limits.RunWall);
        Assert.Equal(TimeSpan.FromSeconds(60), options.Runtime.ReturnWait);
        Assert.True(Path.IsPathFullyQualified(options.DataDirectory));
    }

    [Fact]
    public void Read_EverySetting_ReachesItsOption()
    {
        var options = Read(
            ("DataDirectory", "somewhere"), ("Key", "secret"), ("BotUserId", "42"), ("Queue:ConnectionString", "UseDevelopmentStorage=true"),
            ("Queue:Name", "my-events"), ("Strategy", "thread-per-guild"), ("Pool:Threads", "3"), ("Pool:MaxThreads", "9"),
            ("Pool:Processes", "5"), ("Pool:ThreadsPerProcess", "2"), ("Pool:HeapBytes", "67108864"), ("Pool:ResidentBytes", "134217728"), ("Pool:LoneProcesses", "6"), ("Pool:Grace", "00:00:07"),
            ("Limits:MemoryBytes", "2097152"), ("Limits:StackBytes", "1048576"), ("Limits:RunWall", "00:01:00"), ("Limits:RunCpu", "00:00:00.500"),
            ("Limits:Slice", "00:00:00.005"), ("Limits:ReturnWait", "00:00:05"), ("Limits:IdleEviction", "00:00:30"), ("Limits:LogBytes", "2048"),
            ("Limits:ResultBytes", "4096"), ("Limits:PendingRunsPerGuild", "7"),
            ("Limits:GuildCpu", "00:00:03"), ("Limits:GuildCpuWindow", "00:00:09"), ("Pool:MemoryBytes", "100000000"), ("Http:RequestsPerSecond", "11"), ("Http:GuildRequestsPerSecond", "12"));

        Assert.Equal(Path.GetFullPath("somewhere"), options.DataDirectory);
        Assert.Equal("secret", options.Key);
        Assert.Equal("42", options.Runtime.BotUserId);
        Assert.Equal(new QueueOptions("UseDevelopmentStorage=true", "my-events"), options.Queue);
        Assert.Equal("thread-per-guild", options.Runtime.Strategy);
        Assert.Equal((3, 9), (options.Runtime.Threads, options.Runtime.MaxThreads));
        var processes = options.Runtime.Processes;
        Assert.Equal((5, 2, TimeSpan.FromSeconds(7)), (processes.Processes, processes.ThreadsPerProcess, processes.Grace));
        Assert.Equal((64L << 20, 128L << 20, 6), (processes.HeapBytes, processes.ResidentBytes, processes.LoneProcesses));
        Assert.Equal(2 << 20, options.Runtime.Limits.MemoryBytes);
        Assert.Equal(1 << 20, options.Runtime.Limits.StackBytes);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Runtime.Limits.RunWall);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.Runtime.Limits.RunCpu);
        Assert.Equal(TimeSpan.FromMilliseconds(5), options.Runtime.Limits.Slice);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Runtime.ReturnWait);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Runtime.Limits.IdleEviction);
        Assert.Equal(2048, options.Runtime.Limits.LogBytes);
        Assert.Equal(4096, options.Runtime.Limits.ResultBytes);
        Assert.Equal(7, options.Runtime.Limits.PendingRunsPerGuild);
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)), (options.Runtime.Limits.GuildCpu, options.Runtime.Limits.GuildCpuWindow));
        Assert.Equal((100_000_000, 11, 12), (options.Runtime.Limits.AllVmsBytes, options.Runtime.Edge.PerClient, options.Runtime.Edge.PerGuild));
    }

    [Fact]
    public void Read_LessMemoryForAllVmsThanForOne_StopsTheStartWithBothSettings()
    {
        var refused = Assert.Throws<StartupException>(() => Read(("Pool:MemoryBytes", "67108864"), ("Limits:MemoryBytes", "134217728")));

        Assert.Contains("Pool:MemoryBytes is 67108864, but must be at least TemplateFunctions:Limits:MemoryBytes, which is 134217728", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ProcessPool_IsTakenWhereItsProgramIs() => Assert.Equal("process-pool", Read(("Strategy", "process-pool")).Runtime.Strategy);

    [Fact]
    public void Check_ProcessPoolWithoutItsProgram_StopsTheStartWithTheSettingAndWhatIsAllowed()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection([new("TemplateFunctions:Strategy", "process-pool")]).Build(), "TemplateFunctions");
        var settings = RuntimeSettings.Read(reader);
        RuntimeSettings.Check(reader, settings with { Processes = settings.Processes with { WorkerPath = "/nowhere/worker.dll" } });

        var said = Assert.Throws<StartupException>(reader.ThrowIfFaulty).Message;

        Assert.Equal("TemplateFunctions:Strategy is 'process-pool', but must be thread-pool or thread-per-guild here: The program of VM processes is missing: /nowhere/worker.dll.", said);
    }

    [Theory]
    [InlineData("Limits:MemoryBytes", "0", "1048576 to 1073741824 bytes")]
    [InlineData("Limits:MemoryBytes", "20 MiB", "1048576 to 1073741824 bytes")]
    [InlineData("Limits:RunCpu", "5", "00:00:00.010 to 23:59:59.000")]
    [InlineData("Limits:RunCpu", "-00:00:01", "00:00:00.010 to 23:59:59.000")]
    [InlineData("Limits:ReturnWait", "00:01:01", "00:00:00.001 to 00:01:00.000")]
    [InlineData("Pool:Threads", "1.5", "1 to 256 threads")]
    [InlineData("Strategy", "processes", "thread-pool or process-pool or thread-per-guild")]
    [InlineData("Pool:Processes", "0", "1 to 256 processes")]
    [InlineData("Pool:HeapBytes", "1", "33554432 to 68719476736 bytes a process")]
    [InlineData("Queue:Name", "Events", "a-z, 0-9")]
    [InlineData("Queue:Name", "a--b", "single inner dashes")]
    [InlineData("Queue:Name", "queue-of-57-characters-whose-poison-queue-could-not-exist", "3 to 56")]
    [InlineData("BotUserId", "99999999999999999999", "1 to 20 digits")]
    [InlineData("BotUserId", "me", "1 to 20 digits")]
    [InlineData("DataDirectory", " ", "a path")]
    public void Read_WrongValue_NamesSettingValueAndWhatIsAllowed(string key, string value, string allowed)
    {
        var refused = Assert.Throws<StartupException>(() => Read((key, value)));

        Assert.Contains($"TemplateFunctions:{key} is '{value}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Key", "has space")]
    [InlineData("Key", "")]
    [InlineData("Queue:ConnectionString", "AccountName=a;AccountKey=hunter2!")]
    public void Read_WrongSecret_IsRefusedWithoutRepeatingIt(string key, string value)
    {
        var refused = Assert.Throws<StartupException>(() => Read((key, value)));

        Assert.Contains($"TemplateFunctions:{key} must be", refused.Message, StringComparison.Ordinal);
        Assert.False(value.Length > 0 && refused.Message.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_UnknownSettingAndAWrongOne_AreBothNamedWithTheNearestKnown()
    {
        var refused = Assert.Throws<StartupException>(() => Read(("Limts:RunWall", "00:01:00"), ("Pool:Threads", "0")));

        Assert.Contains("TemplateFunctions:Limts:RunWall is not a setting; did you mean TemplateFunctions:Limits:RunWall?", refused.Message, StringComparison.Ordinal);
        Assert.Contains("TemplateFunctions:Pool:Threads is '0'", refused.Message, StringComparison.Ordinal);
    }

    private static LocalHostOptions Read(params (string Key, string Value)[] settings) => LocalHostOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => $"TemplateFunctions:{s.Key}", s => (string?)s.Value)).Build());
}
