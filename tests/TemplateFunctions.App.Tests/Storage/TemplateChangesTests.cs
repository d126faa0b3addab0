using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.App.Storage.Templates;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Tests.Storage;

/// <summary>How a process learns of templates that another one wrote, and what that costs.</summary>
public sealed class TemplateChangesTests : IAsyncDisposable
{
    private readonly MemoryHarness _harness = new();
    private readonly AppStorage _other;

    public TemplateChangesTests() => _other = _harness.Open();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task List_AnotherProcessHasWritten_IsSeenWithinASecond()
    {
        await PutAsync(_harness.Templates, 1, "a");
        Assert.Single((await _other.Templates.ListAsync(new GuildId(1))).Templates);
        await PutAsync(_harness.Templates, 1, "b");
        Assert.Single((await _other.Templates.ListAsync(new GuildId(1))).Templates);

        _harness.Clock.Advance(TableTemplateStore.Freshness);
        Assert.Equal(2, (await _other.Templates.ListAsync(new GuildId(1))).Templates.Count);

        await PutAsync(_harness.Templates, 1, "b", "return 2");
        _harness.Clock.Advance(TableTemplateStore.Freshness);
        Assert.Equal("return 2", (await _other.Templates.GetAsync(new GuildId(1), "b"))!.Files["init"]);

        Assert.True(await _harness.Templates.DeleteAsync(new GuildId(1), "a"));
        _harness.Clock.Advance(TableTemplateStore.Freshness);
        Assert.Single((await _other.Templates.ListAsync(new GuildId(1))).Templates);
    }

    [Fact]
    public async Task List_OfManyGuildsAndNothingChanged_IsOneRequestForAll()
    {
        for (var guild = 1; guild <= 20; guild++)
        {
            await PutAsync(_harness.Templates, guild, "a");
            await _other.Templates.ListAsync(new GuildId((ulong)guild));
        }

        _harness.Clock.Advance(TimeSpan.FromSeconds(5));
        await ListAllAsync();
        var table = _harness.Tables.Get("TestTemplates");
        var before = table.Requests;
        _harness.Clock.Advance(TableTemplateStore.Freshness);
        await ListAllAsync();
        await ListAllAsync();

        Assert.Equal(before + 1, table.Requests);
    }

    [Fact]
    public async Task List_WriterDiedBeforeItsWord_IsSeenAfterAMinute()
    {
        await PutAsync(_harness.Templates, 1, "a");
        await _other.Templates.ListAsync(new GuildId(1));
        var writes = 0;
        _harness.Tables.Fail(request =>
        {
            if (request == "commit" && ++writes > 1)
            {
                throw new StorageServiceException(400, "InvalidInput", "The writer is dead, so to say.");
            }
        });
        await Assert.ThrowsAsync<StorageException>(() => PutAsync(_harness.Templates, 1, "b").AsTask());
        _harness.Tables.Fail(null);

        _harness.Clock.Advance(TableTemplateStore.Longest - TimeSpan.FromSeconds(1));
        Assert.Single((await _other.Templates.ListAsync(new GuildId(1))).Templates);
        _harness.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await _other.Templates.ListAsync(new GuildId(1))).Templates.Count);
    }

    [Fact]
    public async Task List_OfOneGuildByManyAtOnce_IsReadOnce()
    {
        await PutAsync(_harness.Templates, 1, "a");
        var table = _harness.Tables.Get("TestTemplates");
        var before = table.Requests;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _other.Templates.ListAsync(new GuildId(1)).AsTask()));

        // What was announced, the set, its templates, and the set again: nothing was written in between.
        Assert.Equal(before + 4, table.Requests);
    }

    [Fact]
    public async Task List_ServiceDoesNotAnswerWhenAsked_Fails()
    {
        await PutAsync(_harness.Templates, 1, "a");
        await _other.Templates.ListAsync(new GuildId(1));
        _harness.Clock.Advance(TableTemplateStore.Freshness);
        _harness.Tables.Fail(_ => throw new StorageServiceException(400, "InvalidInput", "No."));

        await Assert.ThrowsAsync<StorageException>(() => _other.Templates.ListAsync(new GuildId(1)).AsTask());
    }

    private async Task ListAllAsync()
    {
        for (var guild = 1; guild <= 20; guild++)
        {
            Assert.Single((await _other.Templates.ListAsync(new GuildId((ulong)guild))).Templates);
        }
    }

    private ValueTask<TemplatePut> PutAsync(ITemplateStore store, int guild, string name, string source = "return 1") => store.PutAsync(new TemplateRecord
    {
        Guild = new GuildId((ulong)guild),
        Name = name,
        Version = "v",
        Files = new Dictionary<string, string> { ["init"] = source },
        Events = [],
        AllowedCaps = [],
        CreatedAt = _harness.Clock.GetUtcNow(),
        UpdatedAt = _harness.Clock.GetUtcNow(),
    });
}
