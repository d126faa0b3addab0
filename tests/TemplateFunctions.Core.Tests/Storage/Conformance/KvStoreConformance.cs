using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Storage.Conformance;

/// <summary>What every <see cref="IKvStore"/> must do: records, scopes and searches.</summary>
public abstract class KvStoreConformance : ConformanceSuite
{
    private static readonly string[] A = ["a"];
    private static readonly string[] AB = ["b", "a"];

    private IKvStore Store => Harness.Kv;

    [Fact]
    public async Task Set_NewKey_EveryFieldSurvivesRestart()
    {
        var expires = Harness.Clock.GetUtcNow().AddMinutes(5);
        var written = await Set("k\u00e9y/#?\\", ["z", "a", "z"], """{"n":1}""", expires, resume: true);
        Assert.Equal((KvWriteStatus.Ok, false, 1), (written.Status, written.Existed, written.Affected));

        await Harness.RestartAsync();

        var found = await Store.GetAsync(Guild, "k\u00e9y/#?\\", ["z"]);
        Assert.NotNull(found);
        Assert.Equal(written.Id, found.Id);
        Assert.Equal(["a", "z"], found.Scopes);
        Assert.Equal("""{"n":1}""", Text(found.Value));
        Assert.Equal(expires, found.ExpiresAt);
        Assert.True(found.Resume);
        Assert.Equal(Harness.Clock.GetUtcNow(), found.CreatedAt);
        Assert.Equal(found.Key, (await Store.GetByIdAsync(Guild, found.Id))!.Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(70_000)]
    [InlineData(StorageLimits.KvValueBytes)]
    public async Task Set_ValueOfAnySize_ComesBackUnchanged(int size)
    {
        var value = new byte[size];
        new Random(size).NextBytes(value);
        await Store.SetAsync(Guild, 0, new KvEntry("k", A, value));
        Assert.Equal(value, (await Store.GetAsync(Guild, "k", A))!.Value.ToArray());
        await Harness.RestartAsync();
        Assert.Equal(value, (await Store.GetAsync(Guild, "k", A))!.Value.ToArray());
    }

    [Fact]
    public async Task Get_ScopesAreSubset_Matches()
    {
        await Set("k", AB, "1");
        Assert.NotNull(await Store.GetAsync(Guild, "k", A));
        Assert.NotNull(await Store.GetAsync(Guild, "k", ["a", "b"]));
        Assert.NotNull(await Store.GetAsync(Guild, "k", []));
        Assert.Null(await Store.GetAsync(Guild, "k", ["a", "b", "c"]));
        Assert.Null(await Store.GetAsync(Guild, "k", ["A"]));
        Assert.Null(await Store.GetAsync(Guild, "K", A));
        Assert.Null(await Store.GetAsync(Other, "k", A));
    }

    [Fact]
    public async Task Get_SeveralMatch_ExactScopesComeFirstThenOldest()
    {
        await Set("k", AB, "1");
        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.SetAsync(Guild, 0, new KvEntry("k", ["a", "c"], Json("2")));
        Assert.Equal("1", Text((await Store.GetAsync(Guild, "k", A))!.Value));
        Assert.Equal("2", Text((await Store.GetAsync(Guild, "k", ["c"]))!.Value));

        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.DeleteAsync(Guild, 0, "k", ["b"]);
        await Store.SetAsync(Guild, 0, new KvEntry("k", ["a", "b"], Json("3")));
        Assert.Equal("3", Text((await Store.GetAsync(Guild, "k", ["b", "a", "a"]))!.Value));
        Assert.Equal("2", Text((await Store.GetAsync(Guild, "k", A))!.Value));
    }

    [Fact]
    public async Task Set_MatchingRecord_IsReplacedAndKeepsIdAndScopes()
    {
        var first = await Set("k", AB, "1", Harness.Clock.GetUtcNow().AddHours(1), resume: true);
        var created = Harness.Clock.GetUtcNow();
        Harness.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await Set("k", A, "2");
        Assert.Equal((first.Id, true, 1), (second.Id, second.Existed, second.Affected));
        var found = (await Store.GetAsync(Guild, "k", AB))!;
        Assert.Equal("2", Text(found.Value));
        Assert.Equal((created, created.AddSeconds(5)), (found.CreatedAt, found.LastUpdatedAt));
        Assert.Null(found.ExpiresAt);
        Assert.False(found.Resume);
    }

    [Fact]
    public async Task ById_UnknownId_IsNotFound()
    {
        Assert.Null(await Store.GetByIdAsync(Guild, "nope"));
        Assert.Equal(KvWriteStatus.NotFound, (await Store.SetByIdAsync(Guild, 0, "nope", Json("1"), null, false)).Status);
        Assert.Equal(KvWriteStatus.NotFound, (await Store.SetExpiryByIdAsync(Guild, 0, "nope", null)).Status);
        Assert.Equal(KvWriteStatus.NotFound, (await Store.DeleteByIdAsync(Guild, 0, "nope")).Status);
        var mine = await Set("k", A, "1");
        Assert.Equal(KvWriteStatus.NotFound, (await Store.DeleteByIdAsync(Other, 0, mine.Id!)).Status);
    }

    [Fact]
    public async Task ById_KnownId_ReadsWritesAndDeletes()
    {
        var written = await Set("k", A, "1");
        var expires = Harness.Clock.GetUtcNow().AddHours(1);
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetByIdAsync(Guild, 0, written.Id!, Json("2"), expires, true)).Status);
        var found = (await Store.GetByIdAsync(Guild, written.Id!))!;
        Assert.Equal(("2", expires, true), (Text(found.Value), found.ExpiresAt, found.Resume));
        Assert.Equal(KvWriteStatus.Ok, (await Store.SetExpiryByIdAsync(Guild, 0, written.Id!, null)).Status);
        Assert.Null((await Store.GetByIdAsync(Guild, written.Id!))!.ExpiresAt);
        Assert.Equal(KvWriteStatus.Ok, (await Store.DeleteByIdAsync(Guild, 0, written.Id!)).Status);
        Assert.Null(await Store.GetAsync(Guild, "k", A));
    }

    [Fact]
    public async Task Delete_AllMatchingRecords_AndIdsAreNotReused()
    {
        var first = await Set("k", AB, "1");
        await Store.SetAsync(Guild, 0, new KvEntry("k", ["a", "c"], Json("2")));
        var deleted = await Store.DeleteAsync(Guild, 0, "k", A);
        Assert.Equal((KvWriteStatus.Ok, 2), (deleted.Status, deleted.Affected));
        Assert.Equal(KvWriteStatus.NotFound, (await Store.DeleteAsync(Guild, 0, "k", A)).Status);
        Assert.NotEqual(first.Id, (await Set("k", AB, "1")).Id);
    }

    [Fact]
    public async Task KeysAndScopes_AreSortedDistinctAndOfThisGuildOnly()
    {
        await Set("b", A, "1");
        await Set("a", AB, "1");
        await Store.SetAsync(Guild, 0, new KvEntry("a", ["a", "c"], Json("1")));
        await Store.SetAsync(Other, 0, new KvEntry("secret", ["other"], Json("1")));
        Assert.Equal(["a", "b"], await Store.KeysAsync(Guild, A));
        Assert.Equal(["a"], await Store.KeysAsync(Guild, ["c"]));
        Assert.Equal(["a", "b", "c"], await Store.ListScopesAsync(Guild));
        await Store.DeleteAsync(Guild, 0, "a", ["c"]);
        Assert.Equal(["a", "b"], await Store.ListScopesAsync(Guild));
        Assert.Empty(await Store.ListScopesAsync(new(5)));
    }

    [Theory]
    [InlineData("%", "a%c,aXc,abc,b_d,\u00c4b,\U0001F600x")]
    [InlineData("%%", "a%c,aXc,abc,b_d,\u00c4b,\U0001F600x")]
    [InlineData("a_c", "a%c,aXc,abc")]
    [InlineData("A_C", "a%c,aXc,abc")]
    [InlineData("a\\%c", "a%c")]
    [InlineData("b\\_d", "b_d")]
    [InlineData("%b%", "abc,b_d,\u00c4b")]
    [InlineData("%c", "a%c,aXc,abc")]
    [InlineData("_x", "\U0001F600x")]
    [InlineData("\u00e4%", "\u00c4b")]
    [InlineData("abc", "abc")]
    [InlineData("", "")]
    [InlineData("ab", "")]
    public async Task Find_PatternIsIlike(string pattern, string expected)
    {
        foreach (var key in (string[])["a%c", "aXc", "abc", "b_d", "\U0001F600x", "\u00c4b"])
        {
            await Set(key, A, "1");
        }

        var found = await Store.FindAsync(Guild, pattern, A);
        Assert.False(found.Truncated);
        Assert.Equal(expected, string.Join(',', found.Records.Select(r => r.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Find_MoreThanTheLimit_SaysSo()
    {
        for (var i = 0; i < 5; i++)
        {
            await Set($"k{i}", A, "1");
        }

        var found = await Store.FindAsync(Guild, "k%", A, limit: 3);
        Assert.True(found.Truncated);
        Assert.Equal(["k0", "k1", "k2"], found.Records.Select(r => r.Key));
    }

    [Fact]
    public async Task Set_OutsideTheBounds_IsRefusedAndWritesNothing()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Set("", A, "1"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Set(new string('k', 513), A, "1"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Set("k", [], "1"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Set("k", [""], "1"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Set("k", A, ""));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Set("k", A, new string('1', StorageLimits.KvValueBytes + 1)));
        Assert.Empty(await Store.KeysAsync(Guild, []));
        Assert.Equal(KvWriteStatus.Ok, (await Set(new string('k', 512), A, "1")).Status);
    }

    private ValueTask<KvWrite> Set(string key, IReadOnlyList<string> scopes, string json, DateTimeOffset? expires = null, bool resume = false) =>
        Store.SetAsync(Guild, 0, new KvEntry(key, scopes, Json(json), expires, resume));
}
