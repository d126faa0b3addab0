using System.Globalization;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.App.Tests.Storage;

/// <summary>Commits of one partition that are made while another is under way, or in a crowd, go as one transaction, and each gets its own answer.</summary>
public sealed class GroupingTableTests
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);
    private readonly GatedTable _inner = new();
    private readonly GroupingTable _table;

    public GroupingTableTests() => _table = new GroupingTable(_inner, TimeSpan.Zero, TimeProvider.System);

    [Fact]
    public async Task Commit_Alone_GoesAtOnceAsItIs()
    {
        var commit = Commit(Put("a"), Put("b"));
        Assert.Equal(["a b"], _inner.Sent);

        _inner.Answer(["1", "2"]);

        Assert.Equal(["1", "2"], (await commit)!);
    }

    [Fact]
    public async Task Commit_WhileOthersAreUnderWay_GoesWithWhatCameMeanwhile()
    {
        var first = Commit(Put("a"));
        var second = Commit(Put("b"), Put("c"));
        var third = Commit(Put("d"));
        _inner.Answer(["1"]);
        await first;
        await _inner.HasSentAsync(2);
        Assert.Equal(["a", "b c d"], _inner.Sent);

        _inner.Answer(["2", "3", "4"]);

        Assert.Equal(["2", "3"], (await second)!);
        Assert.Equal(["4"], (await third)!);
    }

    [Fact]
    public async Task Commit_OfAnotherPartition_WaitsForNobody()
    {
        _ = Commit(Put("a"));
        _ = _table.CommitAsync([TableChange.Upsert(new TableRow("other", "a"))], CancellationToken.None);

        await _inner.HasSentAsync(2);
    }

    [Fact]
    public async Task Group_Refused_EachCommitIsMadeByItselfAndGetsItsOwnAnswer()
    {
        _ = Commit(Put("a"));
        var second = Commit(Put("b"));
        var third = Commit(Put("c"));
        _inner.Answer(["1"]);
        await _inner.HasSentAsync(2);
        _inner.Answer(null);
        await _inner.HasSentAsync(3);
        _inner.Answer(null);
        await _inner.HasSentAsync(4);
        _inner.Answer(["4"]);

        Assert.Null(await second);
        Assert.Equal(["4"], (await third)!);
        Assert.Equal(["a", "b c", "b", "c"], _inner.Sent);
    }

    [Fact]
    public async Task Group_Failing_EveryCommitIsTold()
    {
        _ = Commit(Put("a"));
        var second = Commit(Put("b"));
        var third = Commit(Put("c"));
        _inner.Answer(["1"]);
        await _inner.HasSentAsync(2);
        _inner.Fail(new IOException());

        await Assert.ThrowsAsync<IOException>(() => second);
        await Assert.ThrowsAsync<IOException>(() => third);
    }

    [Fact]
    public async Task Group_SameGuard_IsMadeOnceForAll()
    {
        _ = Commit(Put("a"));
        var second = Commit(Put("b"), Guard());
        var third = Commit(Put("c"), Guard());
        _inner.Answer(["1"]);
        await _inner.HasSentAsync(2);
        Assert.Equal("b guard c", _inner.Sent[1]);

        _inner.Answer(["2", "g", "3"]);

        Assert.Equal(["2", "g"], (await second)!);
        Assert.Equal(["3", "g"], (await third)!);
    }

    [Fact]
    public async Task Group_SameRowChangedTwice_GoesInTurn()
    {
        _ = Commit(Put("a"));
        var second = Commit(Put("b"));
        var third = Commit(Put("b"));
        _inner.Answer(["1"]);
        await _inner.HasSentAsync(2);
        Assert.Equal("b", _inner.Sent[1]);
        _inner.Answer(["2"]);
        await second;
        await _inner.HasSentAsync(3);
        _inner.Answer(["3"]);

        Assert.Equal(["3"], (await third)!);
    }

    [Fact]
    public async Task Group_SameRowMadeTwice_EachAsksForItself()
    {
        _ = Commit(Put("a"));
        var second = Commit(TableChange.Insert(new TableRow("p", "epoch")));
        var third = Commit(TableChange.Insert(new TableRow("p", "epoch")));
        _inner.Answer(["1"]);
        await _inner.HasSentAsync(2);
        _inner.Answer(["2"]);
        await _inner.HasSentAsync(3);
        _inner.Answer(null);

        Assert.Equal(["2"], (await second)!);
        Assert.Null(await third);
        Assert.Equal(["a", "epoch", "epoch"], _inner.Sent);
    }

    [Theory]
    [InlineData(130, 8, 100)]
    [InlineData(10, 500_000, 4)]
    public async Task Group_MoreThanATransactionTakes_IsCut(int commits, int bytes, int most)
    {
        _ = Commit(Put("first"));
        for (var i = 0; i < commits; i++)
        {
            _ = Commit(Put(i.ToString(CultureInfo.InvariantCulture), bytes));
        }

        _inner.Answer(["1"]);
        await _inner.HasSentAsync(2);

        Assert.Equal(most, _inner.Sent[1].Split(' ').Length);
    }

    [Fact]
    public async Task Commit_InACrowd_WaitsAMomentForMore()
    {
        var clock = new FakeClock();
        var table = new GroupingTable(_inner, Linger, clock);
        for (var caller = 0; caller < 4; caller++)
        {
            _ = table.CommitAsync([Of($"p{caller}", "a")], CancellationToken.None);
        }

        Assert.Equal(4, _inner.Sent.Count);
        _ = table.CommitAsync([Of("q", "b")], CancellationToken.None);
        _ = table.CommitAsync([Of("q", "c")], CancellationToken.None);
        Assert.Equal(4, _inner.Sent.Count);

        clock.Advance(Linger);

        await _inner.HasSentAsync(5);
        Assert.Equal("b c", _inner.Sent[4]);
    }

    [Fact]
    public async Task Commit_InACrowdThatFillsTransactions_WaitsNoLongerThanTheOneBefore()
    {
        var clock = new FakeClock();
        var table = new GroupingTable(_inner, Linger, clock);
        for (var caller = 0; caller < 144; caller++)
        {
            _ = table.CommitAsync([Of(caller < 4 ? $"p{caller}" : "q", $"{caller}")], CancellationToken.None);
        }

        clock.Advance(Linger);
        await _inner.HasSentAsync(5);
        Assert.Equal(100, _inner.Sent[4].Split(' ').Length);
        for (var answer = 0; answer < 4; answer++)
        {
            _inner.Answer(["1"]);
        }

        _inner.Answer([.. Enumerable.Repeat("2", 100)]);

        await _inner.HasSentAsync(6);
        Assert.Equal(40, _inner.Sent[5].Split(' ').Length);
    }

    private static TableChange Of(string partition, string key) => TableChange.Upsert(new TableRow(partition, key));

    private Task<string[]?> Commit(params TableChange[] changes) => _table.CommitAsync(changes, CancellationToken.None);

    private static TableChange Put(string key, int bytes = 0) => TableChange.Upsert(new TableRow("p", key) { ["Value"] = new byte[bytes], ["Key"] = key });

    private static TableChange Guard() => TableChange.Merge(new TableRow("p", "guard") { ETag = "*", ["Epoch"] = 4L });

    /// <summary>A table whose commits end when the test says so.</summary>
    private sealed class GatedTable : ITable
    {
        private readonly Queue<TaskCompletionSource<string[]?>> _open = [];
        private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];

        public string Name => "gated";

        public List<string> Sent { get; } = [];

        public Task HasSentAsync(int count)
        {
            var reached = new TaskCompletionSource();
            lock (Sent)
            {
                if (Sent.Count >= count)
                {
                    return Task.CompletedTask;
                }

                _awaited.Add((count, reached));
            }

            return reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        public void Answer(string[]? etags) => _open.Dequeue().SetResult(etags);

        public void Fail(Exception failure) => _open.Dequeue().SetException(failure);

        public Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation)
        {
            var answer = new TaskCompletionSource<string[]?>();
            lock (Sent)
            {
                _open.Enqueue(answer);
                Sent.Add(string.Join(' ', changes.Select(change => change.Row.Key)));
                _awaited.Where(awaited => awaited.Count <= Sent.Count).ToList().ForEach(awaited => awaited.Reached.TrySetResult());
            }

            return answer.Task;
        }

        public Task CreateAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
