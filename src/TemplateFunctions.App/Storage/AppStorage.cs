using TemplateFunctions.App.Storage.DeadLetters;
using TemplateFunctions.App.Storage.Errors;
using TemplateFunctions.App.Storage.Journal;
using TemplateFunctions.App.Storage.Kv;
using TemplateFunctions.App.Storage.Outbox;
using TemplateFunctions.App.Storage.Results;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.App.Storage.Templates;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.App.Storage;

/// <summary>All stores of the app over the tables of one storage account.</summary>
internal sealed class AppStorage
{
    /// <param name="open">Gives the table of a name; it need not exist.</param>
    /// <param name="prefix">Begins every table's name, so that apps can share an account.</param>
    /// <param name="policy">How failing requests are tried again.</param>
    /// <param name="meter">Counts them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="deadLettersPerGuild">How many dead letters of a guild are kept; fewer than in the product are for tests on a slow service.</param>
    public AppStorage(
        Func<string, ITable> open, string prefix, RetryPolicy policy, StorageMeter meter, TimeProvider time, int deadLettersPerGuild = StorageLimits.DeadLettersPerGuild)
    {
        Tables = [.. Names.Select(name => new GroupingTable(new RetryingTable(open(prefix + name), policy, meter, time), OfAllGuilds.Contains(name) ? Linger : TimeSpan.Zero, TimeProvider.System))];
        Templates = new TableTemplateStore(Table("Templates"), time);
        Kv = new TableKvStore(Table("Kv"), Table("KvIndex"), time);
        Results = new TableResultStore(Table("Results"), time);
        DeadLetters = new TableDeadLetterStore(Table("DeadLetters"), time, deadLettersPerGuild);
        Inflight = new TableInflightStore(Table("Inflight"), Table("States"));
        Errors = new TableErrorStore(Table("Errors"));
        Outbox = new TableOutboxStore(Table("Outbox"));
        Probe = new StorageProbe(Table("States"), time);

        ITable Table(string name) => Tables[Array.IndexOf(Names, name)];
    }

    private static readonly string[] Names = ["Templates", "Kv", "KvIndex", "Results", "DeadLetters", "Inflight", "States", "Errors", "Outbox"];

    // Whose partitions all guilds share, and how long their transactions wait for more when there is a crowd: real time, whatever the app's clock.
    private static readonly string[] OfAllGuilds = ["Results", "Inflight", "Outbox"];
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    public IReadOnlyList<ITable> Tables { get; }

    public TableTemplateStore Templates { get; }

    public IKvStore Kv { get; }

    public IResultStore Results { get; }

    public IDeadLetterStore DeadLetters { get; }

    public IInflightStore Inflight { get; }

    public IErrorStore Errors { get; }

    public IOutboxStore Outbox { get; }

    /// <summary>Tells whether the account takes writes.</summary>
    public StorageProbe Probe { get; }
}
