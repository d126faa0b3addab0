using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="ITemplateStore"/> must do.</summary>
public abstract class TemplateStoreConformance : ConformanceSuite
{
    private ITemplateStore Store => Harness.Templates;

    [Fact]
    public async Task Get_UnknownTemplate_IsNull()
    {
        Assert.Null(await Store.GetAsync(Guild, "none"));
        Assert.Empty((await Store.ListAsync(Guild)).Templates);
        Assert.False(await Store.DeleteAsync(Guild, "none"));
    }

    [Fact]
    public async Task Put_NewTemplate_EveryFieldSurvivesRestart()
    {
        var record = Template("greet") with
        {
            Files = new Dictionary<string, string> { ["init.luau"] = "return 1 -- \u00fc\U0001F600", ["lib/a b.lua"] = "" },
            Events = ["MESSAGE_CREATE", "KeyExpiry[reminders]"],
            AllowedCaps = ["kv:*"],
            ErrorChannel = "123",
            Paused = true,
        };
        var put = await Store.PutAsync(record);
        Assert.Equal(TemplatePutStatus.Created, put.Status);

        await Harness.RestartAsync();

        var found = await Store.GetAsync(Guild, "greet");
        Assert.NotNull(found);
        Assert.Equivalent(record with { ETag = put.Record!.ETag }, found, strict: true);
    }

    [Fact]
    public async Task Put_SameName_ReplacesAndKeepsCreation()
    {
        await Store.PutAsync(Template("a"));
        var later = Harness.Clock.GetUtcNow().AddHours(1);
        var put = await Store.PutAsync(Template("a", "return 2") with { CreatedAt = later, UpdatedAt = later });
        Assert.Equal(TemplatePutStatus.Replaced, put.Status);
        Assert.Equal(Harness.Clock.GetUtcNow(), put.Record!.CreatedAt);
        Assert.Equal(later, put.Record.UpdatedAt);
        Assert.Equal("return 2", (await Store.GetAsync(Guild, "a"))!.Files["init.luau"]);
    }

    [Fact]
    public async Task Put_NamesDifferInCase_AreTwoTemplates()
    {
        await Store.PutAsync(Template("Name"));
        Assert.Equal(TemplatePutStatus.Created, (await Store.PutAsync(Template("name"))).Status);
        Assert.Equal(["Name", "name"], (await Store.ListAsync(Guild)).Templates.Select(t => t.Name));
    }

    [Fact]
    public async Task Put_StaleEtag_IsConflictAndWritesNothing()
    {
        var first = (await Store.PutAsync(Template("a"))).Record!;
        var second = (await Store.PutAsync(Template("a") with { Paused = true }, first.ETag)).Record!;
        Assert.NotEqual(first.ETag, second.ETag);

        var refused = await Store.PutAsync(Template("a", "return 3"), first.ETag);
        Assert.Equal(TemplatePutStatus.Conflict, refused.Status);
        Assert.Equal(second.ETag, refused.Record!.ETag);
        Assert.True((await Store.GetAsync(Guild, "a"))!.Paused);
    }

    [Fact]
    public async Task Put_CreateOnly_RefusesExisting()
    {
        Assert.Equal(TemplatePutStatus.Created, (await Store.PutAsync(Template("a"), ifMatch: "")).Status);
        Assert.Equal(TemplatePutStatus.Conflict, (await Store.PutAsync(Template("a"), ifMatch: "")).Status);
    }

    [Fact]
    public async Task Put_MoreThanTheGuildMayHave_IsRefused()
    {
        for (var i = 0; i < StorageLimits.TemplatesPerGuild; i++)
        {
            await Store.PutAsync(Template($"t{i}"));
        }

        Assert.Equal(TemplatePutStatus.GuildFull, (await Store.PutAsync(Template("one-more"))).Status);
        Assert.Equal(TemplatePutStatus.Replaced, (await Store.PutAsync(Template("t0", "return 0"))).Status);
        Assert.Equal(TemplatePutStatus.Created, (await Store.PutAsync(Template("x") with { Guild = Other })).Status);
        await Store.DeleteAsync(Guild, "t1");
        Assert.Equal(TemplatePutStatus.Created, (await Store.PutAsync(Template("one-more"))).Status);
    }

    [Fact]
    public async Task List_RevisionChangesWithEveryWriteOnly()
    {
        await Store.PutAsync(Template("a"));
        var before = await Store.ListAsync(Guild);
        Assert.Equal(before.Revision, (await Store.ListAsync(Guild)).Revision);

        await Store.PutAsync(Template("b") with { Guild = Other });
        Assert.Equal(before.Revision, (await Store.ListAsync(Guild)).Revision);

        await Store.PutAsync(Template("a") with { Paused = true });
        var paused = await Store.ListAsync(Guild);
        Assert.NotEqual(before.Revision, paused.Revision);

        await Harness.RestartAsync();
        Assert.Equal(paused.Revision, (await Store.ListAsync(Guild)).Revision);

        Assert.True(await Store.DeleteAsync(Guild, "a"));
        Assert.NotEqual(paused.Revision, (await Store.ListAsync(Guild)).Revision);
        Assert.Empty((await Store.ListAsync(Guild)).Templates);
    }

    [Fact]
    public async Task Guilds_ListsThoseWithTemplates()
    {
        await Store.PutAsync(Template("a"));
        await Store.PutAsync(Template("a") with { Guild = Other });
        Assert.Equal([Guild, Other], (await GuildsAsync()).OrderBy(g => g.Value));
        await Store.DeleteAsync(Guild, "a");
        Assert.Equal([Other], await GuildsAsync());
    }

    [Fact]
    public void HashFiles_DependsOnContentNotOnOrder()
    {
        var one = TemplateRecord.HashFiles(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        Assert.Equal(one, TemplateRecord.HashFiles(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }));
        Assert.NotEqual(one, TemplateRecord.HashFiles(new Dictionary<string, string> { ["a"] = "1b", ["b"] = "2" }));
        Assert.NotEqual(one, TemplateRecord.HashFiles(new Dictionary<string, string> { ["a1"] = "", ["b"] = "2" }));
        Assert.Equal(32, one.Length);
    }

    private TemplateRecord Template(string name, string source = "return 1")
    {
        var files = new Dictionary<string, string> { ["init.luau"] = source };
        var now = Harness.Clock.GetUtcNow();
        return new TemplateRecord
        {
            Guild = Guild, Name = name, Files = files, CreatedAt = now, UpdatedAt = now, Version = TemplateRecord.HashFiles(files),
        };
    }

    private async Task<List<GuildId>> GuildsAsync()
    {
        var guilds = new List<GuildId>();
        await foreach (var guild in Store.GuildsAsync())
        {
            guilds.Add(guild);
        }

        return guilds;
    }
}
