using System.Runtime.CompilerServices;
using System.Text;
using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Tests.Storage;

/// <summary>
/// The table service in memory, with the limits and refusals of the real one: keys, properties of 64 KiB, rows of 1 MiB, commits of
/// 100 changes and 4 MiB in one partition, etags that change with every write. Binary values count as base64, as the emulator has it.
/// </summary>
internal sealed class MemoryTable(string name) : ITable
{
    private const int PropertyBytes = 64 << 10;
    private const int RowBytes = 1 << 20;
    private const int CommitBytes = 4 << 20;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Partition, string Key), TableRow> _rows = new(Comparer<(string, string)>.Create(Compare));
    private long _etag;
    private bool _exists;

    public string Name => name;

    public bool Exists => _exists;

    /// <summary>Asked before each request; what it throws is the service's answer.</summary>
    public Action<string>? Fault { get; set; }

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Somebody deletes the table.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _exists = false;
            _rows.Clear();
        }
    }

    public IReadOnlyList<TableRow> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Values];
            }
        }
    }

    public Task CreateAsync(CancellationToken cancellation)
    {
        _exists = true;
        return Task.CompletedTask;
    }

    public async Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation)
    {
        await EnterAsync("get");
        CheckKey(partition);
        CheckKey(key);
        lock (_gate)
        {
            return _rows.TryGetValue((partition, key), out var row) ? Project(row, fields) : null;
        }
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Page by page, each a look of its own, as the service does it.
        (string, string)? after = null;
        while (true)
        {
            await EnterAsync("query");
            TableRow[] page;
            lock (_gate)
            {
                page = [.. _rows.Values.Where(row => (after is null || Compare((row.Partition, row.Key), after.Value) > 0) && Matches(row, query)).Take(query.Page)];
            }

            foreach (var row in page)
            {
                yield return Project(row, query.Fields);
            }

            if (page.Length < query.Page)
            {
                yield break;
            }

            after = (page[^1].Partition, page[^1].Key);
        }
    }

    public async Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation)
    {
        await EnterAsync("commit");
        Check(changes);
        lock (_gate)
        {
            if (!changes.All(IsAsExpected))
            {
                return null;
            }

            return [.. changes.Select(Apply)];
        }
    }

    private async Task EnterAsync(string request)
    {
        await Task.Yield();
        Requests++;
        Fault?.Invoke(request);
        if (!_exists)
        {
            throw new StorageServiceException(404, "TableNotFound", "The table specified does not exist.");
        }
    }

    private bool IsAsExpected(TableChange change)
    {
        var there = _rows.TryGetValue((change.Row.Partition, change.Row.Key), out var row);
        return change.Kind switch
        {
            TableChangeKind.Insert => !there,
            TableChangeKind.Upsert => true,
            _ => there && (change.Row.ETag is "*" || (change.Row.ETag is "" && change.Kind == TableChangeKind.Delete) || change.Row.ETag == row!.ETag),
        };
    }

    private string Apply(TableChange change)
    {
        var at = (change.Row.Partition, change.Row.Key);
        if (change.Kind == TableChangeKind.Delete)
        {
            _rows.Remove(at);
            return "";
        }

        var fields = change.Kind == TableChangeKind.Merge ? new Dictionary<string, object>(_rows[at].Fields) : [];
        foreach (var (field, value) in change.Row.Fields)
        {
            fields[field] = value is byte[] bytes ? bytes.ToArray() : value;
        }

        var row = new TableRow(at.Partition, at.Key) { ETag = $"W/\"{++_etag}\"", Fields = fields };
        CheckRow(row);
        _rows[at] = row;
        return row.ETag;
    }

    private static bool Matches(TableRow row, TableQuery query) =>
        (query.Partition is null || row.Partition == query.Partition)
        && (query.PartitionFrom is null || string.CompareOrdinal(row.Partition, query.PartitionFrom) >= 0)
        && (query.PartitionBefore is null || string.CompareOrdinal(row.Partition, query.PartitionBefore) < 0)
        && (query.Key is null || row.Key == query.Key)
        && (query.KeyFrom is null || string.CompareOrdinal(row.Key, query.KeyFrom) >= 0)
        && (query.KeyBefore is null || string.CompareOrdinal(row.Key, query.KeyBefore) < 0)
        && (query.Field is null || (row.OptionalNumber(query.Field) is { } number && number <= query.AtMost));

    private static TableRow Project(TableRow row, IReadOnlyList<string>? fields) => new(row.Partition, row.Key)
    {
        ETag = row.ETag,
        Fields = row.Fields.Where(field => fields is null || fields.Contains(field.Key)).ToDictionary(),
    };

    private static void Check(IReadOnlyList<TableChange> changes)
    {
        Refuse(changes.Count is 0 or > 100, 400, "InvalidInput", "A commit has 1 to 100 changes.");
        Refuse(changes.Select(change => change.Row.Partition).Distinct().Count() > 1, 400, "CommandsInBatchActOnDifferentPartitions", "One partition.");
        Refuse(changes.DistinctBy(change => change.Row.Key).Count() < changes.Count, 400, "InvalidDuplicateRow", "Each row once.");
        Refuse(changes.Sum(change => SizeOf(change.Row)) > CommitBytes, 413, "RequestBodyTooLarge", "4 MiB.");
        foreach (var change in changes)
        {
            CheckRow(change.Row);
        }
    }

    private static void CheckRow(TableRow row)
    {
        CheckKey(row.Partition);
        CheckKey(row.Key);
        Refuse(row.Fields.Count > 252, 400, "TooManyProperties", "252 properties.");
        Refuse(SizeOf(row) > RowBytes, 400, "EntityTooLarge", "1 MiB.");
        foreach (var (field, value) in row.Fields)
        {
            Refuse(field.Any(c => !char.IsAsciiLetterOrDigit(c)), 400, "PropertyNameInvalid", field);
            Refuse(value is not (string or long or byte[]), 400, "InvalidInput", $"{field} is a {value.GetType()}");
            Refuse((value is byte[] raw ? raw.Length : SizeOf(value)) > PropertyBytes, 400, "PropertyValueTooLarge", field);
        }
    }

    private static void CheckKey(string key)
    {
        Refuse(Encoding.Unicode.GetByteCount(key) > 1024, 400, "KeyTooLarge", key);
        Refuse(key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)), 400, "OutOfRangeInput", key);
    }

    private static void Refuse(bool refused, int status, string code, string message)
    {
        if (refused)
        {
            throw new StorageServiceException(status, code, message);
        }
    }

    private static int SizeOf(TableRow row) => 4 + ((row.Partition.Length + row.Key.Length) * 2) + row.Fields.Sum(field => 8 + (field.Key.Length * 2) + SizeOf(field.Value));

    private static int SizeOf(object value) => value switch
    {
        string text => 4 + (text.Length * 2),
        byte[] bytes => (bytes.Length + 2) / 3 * 4,
        _ => 8,
    };

    private static int Compare((string Partition, string Key) a, (string Partition, string Key) b) =>
        string.CompareOrdinal(a.Partition, b.Partition) is var order and not 0 ? order : string.CompareOrdinal(a.Key, b.Key);
}
