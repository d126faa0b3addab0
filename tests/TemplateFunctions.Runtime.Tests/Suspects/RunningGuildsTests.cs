using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Suspects;

/// <summary>What VM threads note of whose code they run, and what is made of it when their process has gone.</summary>
public sealed class RunningGuildsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("running-guilds").FullName;
    private readonly TestLog _log = new();

    [Fact]
    public void Suspects_AreTheGuildsThatADeadProcessHadNoted()
    {
        Leave(new GuildId(7), new GuildId(ulong.MaxValue));

        using var next = Open();

        Assert.Equal([new GuildId(7), new GuildId(ulong.MaxValue)], next.Suspects.OrderBy(g => g.Value));
        Assert.Contains(_log.Lines, line => line.Contains("they run alone next: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Suspects_ThatNobodyWasTold_AreNamedAgain()
    {
        Leave(new GuildId(7));
        Open().Dispose();
        using (var second = Open())
        {
            Assert.Equal([new GuildId(7)], second.Suspects);
            second.Forget();
            Assert.Empty(second.Suspects);
        }

        using var third = Open();
        Assert.Empty(third.Suspects);
        Assert.Single(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Suspects_OfAProcessThatLives_AreNotNamed()
    {
        using var living = Open();
        living.Take()!.Set(new GuildId(7));

        using var other = Open();
        other.Forget();

        Assert.Empty(other.Suspects);
        Assert.Equal(2, Directory.EnumerateFiles(_folder).Count());
    }

    [Fact]
    public void Disposal_LeavesNobodySuspected()
    {
        var running = Open();
        var note = running.Take()!;
        note.Set(new GuildId(7));
        running.Dispose();

        // A thread that was given up may come back.
        note.Return();

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(64 * 100)]
    [InlineData((64 * 1025) - 1)]
    [InlineData((64 * 1025) + 1)]
    public void File_TornOrLonger_NamesNobodyAndGoes(int bytes)
    {
        Leave(new GuildId(7));
        using (var file = new FileStream(Directory.EnumerateFiles(_folder).Single(), FileMode.Open))
        {
            file.SetLength(bytes);
        }

        NothingIsNamed();
    }

    [Fact]
    public void File_OfSomebodyElse_NamesNobodyAndGoes()
    {
        var noise = new byte[64 * 1025];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(_folder, "x.running"), noise);

        NothingIsNamed();
    }

    [Fact]
    public void Folder_ThatCannotBeUsed_IsSaidAndNotFatal()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.Null(RunningGuilds.TryOpen(Path.Combine(file, "running"), _log));
        Assert.Contains(_log.Lines, line => line.Contains(file, StringComparison.Ordinal));
    }

    [Fact]
    public void Cells_AreGivenBackAndMayRunOut()
    {
        using var running = Open();
        var notes = Enumerable.Range(0, RunningFile.Cells).Select(_ => running.Take()).ToArray();
        Assert.DoesNotContain(null, notes);
        Assert.Null(running.Take());
        notes[5]!.Return();
        Assert.NotNull(running.Take());
    }

    [Fact]
    public void WorkerFile_ThatIsGone_NamesNobody()
    {
        using var running = Open();
        var path = running.MakeWorkerFile()!;
        using (var worker = RunningGuilds.OfWorker(path, _log)!)
        {
            worker.Take()!.Set(new GuildId(9));
            Assert.Equal([new GuildId(9)], RunningGuilds.TakeWorkerFile(path));
        }

        Assert.Empty(RunningGuilds.TakeWorkerFile(path));
        Assert.Null(RunningGuilds.OfWorker(path, _log));
    }

    [Fact]
    public void WorkerFiles_OfADeadHost_GoWithIt()
    {
        string left;
        using (var host = Open())
        {
            Assert.NotNull(host.MakeWorkerFile());
            left = Copy(host);
        }

        using var next = Open();
        next.Forget();

        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), file => file.EndsWith(".worker", StringComparison.Ordinal) || file == left);
    }

    /// <summary>From turn to turn: who waits is not noted, who runs is.</summary>
    [Fact]
    public async Task Threads_NoteWhoseCodeRuns()
    {
        using var running = Open();
        await using var vms = VmDistribution.Create(new RuntimeOptions { Threads = 2, Running = running }, TimeProvider.System, new SilentObserver(), _log);
        var busy = new CancellationTokenSource();
        var guilds = Enumerable.Range(1, 100).Select(i => new GuildId((ulong)i)).ToLookup(vms.SlotOf);
        var (runs, waits) = (guilds[0].First(), guilds[1].First());
        var waiting = new ExecuteAction(TestRequests.Make("task.wait(600)", "null", "t", null, null));
        vms.Dispatch(waits, waiting);
        await Answer(vms, waits);
        var request = TestRequests.Make("while true do end", "null", "t", null, null);
        var running1 = new ExecuteAction(new RunRequest { RunId = "r", Template = request.Template, Event = request.Event, Cancellation = busy.Token });
        vms.Dispatch(runs, running1);
        await Answer(vms, runs);
        await Answer(vms, runs);
        Assert.Contains(runs, Noted());

        // The other thread notes that it is idle once it is, which it need not be when it has answered.
        await UntilAsync(() => !Noted().Contains(waits));
        Assert.Equal([runs], Noted());

        await busy.CancelAsync();
        await running1.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        await UntilAsync(() => Noted().Count == 0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task Answer(IVmDistributionStrategy vms, GuildId guild)
    {
        var ask = new GetStateAction();
        vms.Dispatch(guild, ask);
        return ask.Completion.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private RunningGuilds Open() => RunningGuilds.TryOpen(_folder, _log)!;

    /// <summary>The file as a process that was killed leaves it.</summary>
    private void Leave(params GuildId[] guilds)
    {
        using var dead = Open();
        foreach (var guild in guilds)
        {
            dead.Take()!.Set(guild);
        }

        Copy(dead);
    }

    /// <summary>The name is kept, with something before it, so that the files of children are found by it.</summary>
    private string Copy(RunningGuilds process)
    {
        var path = Path.Combine(_folder, "left.running");
        var bytes = Bytes(process);
        File.WriteAllBytes(path, bytes);
        foreach (var child in Directory.EnumerateFiles(_folder, "*.worker"))
        {
            File.Move(child, Path.Combine(_folder, "left.1.worker"));
        }

        return path;
    }

    private IReadOnlyList<GuildId> Noted()
    {
        using var stream = new MemoryStream(Bytes(null));
        return RunningFile.Read(stream);
    }

    /// <summary>Reads past the lock, which other processes of the same program keep to and the system does not enforce.</summary>
    private byte[] Bytes(RunningGuilds? process)
    {
        var path = Directory.EnumerateFiles(_folder, "*.running").Single(file => process is null || !file.EndsWith("left.running", StringComparison.Ordinal));
        using var copy = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        copy.StandardOutput.BaseStream.CopyTo(bytes);
        copy.WaitForExit();
        return bytes.ToArray();
    }

    private void NothingIsNamed()
    {
        using var next = Open();
        Assert.Empty(next.Suspects);
        next.Forget();
        Assert.Single(Directory.EnumerateFiles(_folder));
    }
}
