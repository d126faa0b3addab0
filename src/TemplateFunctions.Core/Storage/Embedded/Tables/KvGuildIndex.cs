using TemplateFunctions.Core.Storage.Embedded.Log;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>One guild's key-value records, by key, with what its quota and scope list need.</summary>
internal sealed class KvGuildIndex
{
    private readonly Dictionary<string, List<Row<KvMeta>>> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> scopes = new(StringComparer.Ordinal);

    public int Records { get; private set; }

    public long Bytes { get; private set; }

    public int Resumable { get; private set; }

    public IEnumerable<string> Scopes => scopes.Keys;

    public IEnumerable<Row<KvMeta>> Rows => byKey.Values.SelectMany(rows => rows);

    public static long SizeOf(KvMeta meta, int valueBytes) => valueBytes + meta.Key.Length + meta.Scopes.Sum(scope => (long)scope.Length);

    /// <summary>Records of the key that match, best first.</summary>
    public List<Row<KvMeta>> Matches(string key, IReadOnlyList<string> asked)
    {
        if (!byKey.TryGetValue(key, out var rows))
        {
            return [];
        }

        var distinct = asked.Distinct(StringComparer.Ordinal).Count();
        var found = rows.FindAll(row => KvScopeSet.Covers(row.Meta.Scopes, asked));
        found.Sort((a, b) =>
        {
            var exactFirst = (b.Meta.Scopes.Length == distinct).CompareTo(a.Meta.Scopes.Length == distinct);
            return exactFirst != 0 ? exactFirst : CompareAge(a, b);
        });
        return found;
    }

    public static int CompareAge(Row<KvMeta> a, Row<KvMeta> b)
    {
        var age = a.Meta.CreatedAt.CompareTo(b.Meta.CreatedAt);
        return age != 0 ? age : string.CompareOrdinal(a.Meta.Id, b.Meta.Id);
    }

    public void Add(Row<KvMeta> row)
    {
        if (!byKey.TryGetValue(row.Meta.Key, out var rows))
        {
            byKey[row.Meta.Key] = rows = [];
        }

        rows.Add(row);
        Count(row, 1);
        foreach (var scope in row.Meta.Scopes)
        {
            scopes[scope] = scopes.GetValueOrDefault(scope) + 1;
        }
    }

    public void Remove(Row<KvMeta> row)
    {
        var rows = byKey[row.Meta.Key];
        rows.Remove(row);
        if (rows.Count == 0)
        {
            byKey.Remove(row.Meta.Key);
        }

        Count(row, -1);
        foreach (var scope in row.Meta.Scopes)
        {
            if (--scopes[scope] == 0)
            {
                scopes.Remove(scope);
            }
        }
    }

    private void Count(Row<KvMeta> row, int sign)
    {
        Records += sign;
        Bytes += sign * SizeOf(row.Meta, row.BodyLength);
        Resumable += row.Meta.Resume ? sign : 0;
    }
}
