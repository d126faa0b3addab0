using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IErrorStore"/> must do.</summary>
public abstract class ErrorStoreConformance : ConformanceSuite
{
    private IErrorStore Store => Harness.Errors;

    [Fact]
    public async Task Record_Entry_EveryFieldSurvivesRestart()
    {
        var entry = Entry("boom") with { Frame = "  1 | error()", Traceback = new string('t', 3000), EventId = "e", EventName = "MESSAGE" };
        var stored = await Store.RecordAsync(entry);
        await Harness.RestartAsync();
        Assert.Equal([stored], await Store.ListAsync(Guild));
        Assert.Equal(entry with { Sequence = stored.Sequence, Count = 1, FirstAt = entry.LastAt }, stored);
        Assert.Empty(await Store.ListAsync(Other));
    }

    [Fact]
    public async Task Record_Duplicate_IsCountedAndComesToTheFront()
    {
        var first = await Store.RecordAsync(Entry("boom") with { Traceback = "old" });
        await Store.RecordAsync(Entry("other"));
        Harness.Clock.Advance(TimeSpan.FromSeconds(9));
        var again = await Store.RecordAsync(Entry("boom") with { Traceback = "new" });
        Assert.Equal((2, first.FirstAt, first.FirstAt.AddSeconds(9)), (again.Count, again.FirstAt, again.LastAt));
        var entries = await Store.ListAsync(Guild);
        Assert.Equal(["boom", "other"], entries.Select(entry => entry.Message));
        Assert.Equal("new", entries[0].Traceback);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("template")]
    [InlineData("code")]
    [InlineData("file")]
    [InlineData("line")]
    public async Task Record_DifferentFailure_IsAnEntryOfItsOwn(string field)
    {
        await Store.RecordAsync(Entry("boom"));
        await Store.RecordAsync(field switch
        {
            "message" => Entry("boom2"),
            "template" => Entry("boom") with { Template = "t2" },
            "code" => Entry("boom") with { Code = "TF2002" },
            "file" => Entry("boom") with { File = "lib.lua" },
            _ => Entry("boom") with { Line = null },
        });
        Assert.Equal(2, (await Store.ListAsync(Guild)).Count);
    }

    [Fact]
    public async Task Record_MoreThanTheRing_DropsTheLongestUnseen()
    {
        for (var i = 0; i < StorageLimits.ErrorsPerGuild; i++)
        {
            await Store.RecordAsync(Entry($"m{i}"));
        }

        await Store.RecordAsync(Entry("m0"));
        await Store.RecordAsync(Entry("new"));
        var messages = (await Store.ListAsync(Guild)).Select(entry => entry.Message).ToList();
        Assert.Equal(StorageLimits.ErrorsPerGuild, messages.Count);
        Assert.Equal(["new", "m0"], messages[..2]);
        Assert.DoesNotContain("m1", messages);
        Assert.Contains("m2", messages);
    }

    [Fact]
    public async Task List_After_GivesOnlyWhatIsNewer()
    {
        await Store.RecordAsync(Entry("a"));
        var seen = (await Store.ListAsync(Guild))[0].Sequence;
        Assert.Empty(await Store.ListAsync(Guild, seen));
        await Store.RecordAsync(Entry("b"));
        await Store.RecordAsync(Entry("a"));
        Assert.Equal(["a", "b"], (await Store.ListAsync(Guild, seen)).Select(entry => entry.Message));
        Assert.Equal(["a"], (await Store.ListAsync(Guild, seen, 1)).Select(entry => entry.Message));
    }

    private ErrorEntry Entry(string message) => new()
    {
        Guild = Guild,
        Template = "t",
        Code = "TF2001",
        Message = message,
        File = "init.luau",
        Line = 3,
        LastAt = Harness.Clock.GetUtcNow(),
    };
}
