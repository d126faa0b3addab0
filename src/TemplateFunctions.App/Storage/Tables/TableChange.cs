namespace TemplateFunctions.App.Storage.Tables;

/// <summary>What a change does to its row.</summary>
internal enum TableChangeKind
{
    /// <summary>Writes a row that must not exist.</summary>
    Insert,

    /// <summary>Writes a row whatever was there.</summary>
    Upsert,

    /// <summary>Writes a row that must still have the etag.</summary>
    Replace,

    /// <summary>Changes the given fields of a row that must still have the etag; the etag <c>*</c> takes any row that is there.</summary>
    Merge,

    /// <summary>Deletes a row that must still have the etag; an empty etag takes any row.</summary>
    Delete,
}

/// <summary>One change of a commit.</summary>
internal readonly record struct TableChange(TableChangeKind Kind, TableRow Row)
{
    public static TableChange Insert(TableRow row) => new(TableChangeKind.Insert, row);

    public static TableChange Upsert(TableRow row) => new(TableChangeKind.Upsert, row);

    public static TableChange Replace(TableRow row) => new(TableChangeKind.Replace, row);

    public static TableChange Merge(TableRow row) => new(TableChangeKind.Merge, row);

    public static TableChange Delete(string partition, string key, string etag = "") => new(TableChangeKind.Delete, new TableRow(partition, key) { ETag = etag });

    public static TableChange Delete(TableRow row) => new(TableChangeKind.Delete, row);

    /// <summary>Inserts a row that was not there, or replaces the one that was read.</summary>
    public static TableChange Put(TableRow row) => row.ETag.Length == 0 ? Insert(row) : Replace(row);
}
