using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Storage.Azure;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Tests.Storage;

/// <summary>What the adapters make of a service that throttles, fails, is missing its tables or refuses writes.</summary>
public sealed class StorageFaultTests : IAsyncDisposable
{
    private static readonly GuildId Guild = new(5);
    private readonly MemoryHarness _harness = new();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _harness.DisposeAsync();
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "ServerBusy")]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(0, "Unreachable")]
    public async Task Request_ThrottledTwice_IsTriedAgainAndCounted(int status, string code)
    {
        await _harness.Kv.RaiseFenceAsync(Guild, 1);
        var before = _harness.Meter.Retries;
        var faults = 2;
        _harness.Tables.Fail(_ => Throw(faults-- > 0, status, code));

        Assert.Equal(KvWriteStatus.Ok, (await _harness.Kv.SetAsync(Guild, 1, new KvEntry("k", ["a"], "1"u8.ToArray()))).Status);
        Assert.Equal(before + 2, _harness.Meter.Retries);
    }

    [Theory]
    [InlineData(503, "ServerBusy", "TF5108")]
    [InlineData(400, "InvalidInput", "TF5108")]
    [InlineData(403, "AuthorizationPermissionMismatch", "TF5101")]
    public async Task Request_FailingForGood_IsAStorageException(int status, string code, string expected)
    {
        await _harness.Kv.RaiseFenceAsync(Guild, 1);
        _harness.Tables.Fail(_ => Throw(true, status, code));

        var failure = await Assert.ThrowsAsync<StorageException>(async () => await _harness.Kv.GetAsync(Guild, "k", []));
        Assert.Equal(expected, failure.Code);
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_TableIsMissing_IsMadeAlsoWhenItWasDeletedMeanwhile()
    {
        var letter = new DeadLetter { Source = "q", ReasonCode = "TF4001", ReasonText = "why", Body = "x"u8.ToArray(), Attempts = 1, At = _harness.Clock.GetUtcNow(), Guild = Guild };
        var table = _harness.Tables.Get("TestDeadLetters");
        Assert.False(table.Exists);
        await _harness.DeadLetters.AddAsync(letter);
        Assert.True(table.Exists);

        table.Drop();
        await _harness.DeadLetters.AddAsync(letter);
        Assert.True(table.Exists);
    }

    [Fact]
    public async Task Query_FailingBetweenPages_GoesOnWithoutGapOrRepeat()
    {
        foreach (var number in Enumerable.Range(0, 1_050))
        {
            await _harness.Kv.SetAsync(Guild, 0, new KvEntry($"k{number}", ["a"], "1"u8.ToArray()));
        }

        var queries = 0;
        _harness.Tables.Fail(request => Throw(request == "query" && ++queries % 2 == 0, 503, "ServerBusy"));

        Assert.Equal(1_050, (await _harness.Kv.KeysAsync(Guild, [])).Count);
        Assert.True(queries > 2);
    }

    [Fact]
    public async Task Health_WritesRefused_SaysSoWithTheReason()
    {
        var storage = _harness.Open();
        Assert.True((await storage.Probe.CheckAsync(CancellationToken.None)).Writable);
        _harness.Tables.Fail(request => Throw(request == "commit", 403, "AccountIsReadOnly"));
        _harness.Clock.Advance(TimeSpan.FromSeconds(6));

        var health = await storage.Probe.CheckAsync(CancellationToken.None);

        Assert.Equal((false, StorageCodes.ReadOnly), (health.Writable, health.Code));
        Assert.Contains("AccountIsReadOnly", health.Detail, StringComparison.Ordinal);
        _harness.Tables.Fail(null);
        _harness.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True((await storage.Probe.CheckAsync(CancellationToken.None)).Writable);
    }

    [Fact]
    public async Task Templates_ChangedByAnotherProcess_AreSeenWithinASecond()
    {
        var other = _harness.Open();
        Assert.Empty((await other.Templates.ListAsync(Guild)).Templates);
        var files = new Dictionary<string, string> { ["init.luau"] = "return 1" };
        var now = _harness.Clock.GetUtcNow();
        await _harness.Templates.PutAsync(new TemplateRecord { Guild = Guild, Name = "t", Files = files, CreatedAt = now, UpdatedAt = now, Version = TemplateRecord.HashFiles(files) });

        _harness.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Single((await other.Templates.ListAsync(Guild)).Templates);
    }

    [Fact]
    public async Task Journal_ProcessThatLostTheGuild_WritesNothingThoughItDoesNotKnow()
    {
        var loser = _harness.Open().Inflight;
        Assert.True((await loser.TakeFenceAsync(Guild, 1)).IsTaken);
        var row = new InflightRow { Guild = Guild, EventId = "e|t", Payload = "{}"u8.ToArray(), Attempt = 1, Incarnation = "a", Epoch = 1, CreatedAt = _harness.Clock.GetUtcNow() };
        Assert.Equal(InflightPut.Written, await loser.PutAsync(row));
        Assert.True((await _harness.Inflight.TakeFenceAsync(Guild, 2)).IsTaken);

        Assert.Equal(InflightPut.Superseded, await loser.PutAsync(row with { EventId = "f|t" }));
        Assert.Equal(InflightPut.Superseded, await loser.PutAsync(row with { Attempt = 2 }));
        Assert.False(await loser.DeleteAsync(Guild, "e|t", 1));
        Assert.Equal(["e|t"], (await _harness.Inflight.ListAsync(Guild)).Select(found => found.EventId));
    }

    [Fact]
    public async Task Kv_ProcessThatLostTheGuild_WritesNothingThoughItDoesNotKnow()
    {
        var loser = _harness.Open().Kv;
        await loser.SetAsync(Guild, 1, new KvEntry("k", ["a"], "1"u8.ToArray()));
        await _harness.Kv.RaiseFenceAsync(Guild, 2);

        Assert.Equal(KvWriteStatus.Fenced, (await loser.SetAsync(Guild, 1, new KvEntry("k", ["a"], "2"u8.ToArray()))).Status);
        Assert.Equal(KvWriteStatus.Fenced, (await loser.DeleteAsync(Guild, 1, "k", ["a"])).Status);
        Assert.Equal("1"u8.ToArray(), (await _harness.Kv.GetAsync(Guild, "k", ["a"]))!.Value.ToArray());
    }

    [Fact]
    public async Task Kv_TwoProcessesAtOnce_LoseNoWriteAndCountRight()
    {
        var other = _harness.Open().Kv;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () => Assert.Equal(
            KvWriteStatus.Ok, (await (number % 2 == 0 ? other : _harness.Kv).SetAsync(Guild, 3, new KvEntry($"k{number}", ["a"], "1"u8.ToArray()))).Status))));

        Assert.Equal(40, (await other.KeysAsync(Guild, [])).Count);
        Assert.Equal(40, _harness.Tables.Get("TestKv").Rows.Single(row => row.Key == "ledger").Number("Records"));
    }

    [Theory]
    [InlineData("p", null, "PartitionKey eq 'p'")]
    [InlineData("it's", "a", "PartitionKey eq 'it''s' and RowKey ge 'a' and RowKey lt 'b'")]
    public void Filter_OfQuery_QuotesItsValues(string partition, string? prefix, string expected) =>
        Assert.Equal(expected, TableFilters.Of(prefix is null ? new TableQuery { Partition = partition } : TableQuery.Prefix(partition, prefix)));

    private static void Throw(bool now, int status, string code)
    {
        if (now)
        {
            throw new StorageServiceException(status, code, code);
        }
    }
}
