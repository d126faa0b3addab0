using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>The storage account's key stays out of the log of a host that is told to log all it can.</summary>
public sealed class AccountKeyTests(Azurite azurite)
{
    private const string WrongKey = "dGhlLWtleS1vZi1hbm90aGVyLWFjY291bnQ=";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _queue = $"events-{Guid.NewGuid():N}";

    [Fact]
    public async Task AccountKey_OfAQueueThatIsRead_IsNeverLogged()
    {
        using var data = new TemporaryFolder();
        await azurite.Client.CreateAsync(_queue, None);
        await using var host = await StartAsync(data, azurite.ConnectionString);

        await azurite.Client.PutAsync(_queue, "no event", TimeSpan.Zero, None);
        await Until.TrueAsync(async () => await azurite.Client.CountAsync(_queue, None) == 0, Limit);

        await host.StopAsync();
        AssertUnsaid(Key(), host.Output);
    }

    [Fact]
    public async Task AccountKey_ThatTheServiceRefuses_IsNeverLogged()
    {
        using var data = new TemporaryFolder();
        await using var host = await StartAsync(data, azurite.ConnectionString.Replace(Key(), WrongKey, StringComparison.Ordinal));

        await Until.TrueAsync(() => host.Output.Contains("403", StringComparison.Ordinal) || host.Output.Contains("AuthorizationFailure", StringComparison.Ordinal), Limit);

        await host.StopAsync();
        AssertUnsaid(WrongKey, host.Output);
    }

    [Fact]
    public async Task AccountKey_OfAConnectionStringThatIsNotTaken_IsNeverSaid()
    {
        using var data = new TemporaryFolder();
        await using var process = Host.Launch(
            "--TemplateFunctions:DataDirectory", data.Path, "--TemplateFunctions:Queue:ConnectionString", $"AccountName=a;AccountKey={WrongKey};QueueEndpoint=nowhere", "--Logging:LogLevel:Default", "Trace");

        Assert.Equal(2, await process.ExitAsync(Limit));
        Assert.Contains("TemplateFunctions:Queue:ConnectionString", process.Output, StringComparison.Ordinal);
        AssertUnsaid(WrongKey, process.Output);
    }

    private Task<Host> StartAsync(TemporaryFolder data, string connection) => Host.StartAsync(
        data.Path, "--TemplateFunctions:Queue:ConnectionString", connection, "--TemplateFunctions:Queue:Name", _queue, "--Logging:LogLevel:Default", "Trace");

    private string Key() => azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];

    /// <summary>Neither whole nor in part.</summary>
    private static void AssertUnsaid(string key, string output)
    {
        Assert.DoesNotContain(key[..16], output, StringComparison.Ordinal);
        Assert.DoesNotContain(key[^16..], output, StringComparison.Ordinal);
    }
}
