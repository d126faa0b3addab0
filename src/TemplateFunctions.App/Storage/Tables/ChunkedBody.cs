using System.Globalization;

namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// Bodies that a single value cannot hold: spread over binary fields of 64 KiB, and over further rows of the partition when a row
/// (1 MiB) is full. All rows of a body are written in one commit and carry its tag, so that a reader notices a body that changed
/// between its reads.
/// </summary>
internal static class ChunkedBody
{
    private const int FieldBytes = 64 * 1024;

    // 640 KiB: the emulator measures a row as it travels, in base64.
    private const int FieldsPerRow = 10;
    private const int RowBytes = FieldBytes * FieldsPerRow;

    /// <summary>Names of the fields of a body, for readers that leave it out or want nothing else.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["BodySize", "BodyTag", .. Enumerable.Range(0, FieldsPerRow).Select(FieldName)];

    /// <summary>Puts the body's beginning into the row; answers the rows that hold the rest.</summary>
    /// <param name="head">The row that names the body.</param>
    /// <param name="body">The bytes, possibly none.</param>
    public static IReadOnlyList<TableRow> Write(TableRow head, ReadOnlyMemory<byte> body)
    {
        var tag = Guid.CreateVersion7().ToString("N");
        head["BodySize"] = (long)body.Length;
        head["BodyTag"] = tag;
        Fill(head, body[..Math.Min(body.Length, RowBytes)]);
        var rest = new List<TableRow>();
        for (var at = RowBytes; at < body.Length; at += RowBytes)
        {
            var row = new TableRow(head.Partition, RestKey(head.Key, rest.Count)) { ["BodyTag"] = tag };
            Fill(row, body.Slice(at, Math.Min(body.Length - at, RowBytes)));
            rest.Add(row);
        }

        return rest;
    }

    /// <summary>The keys of the rows beside the head that hold a body of that size.</summary>
    public static IEnumerable<string> RestKeys(string headKey, long size)
    {
        for (var at = (long)RowBytes; at < size; at += RowBytes)
        {
            yield return RestKey(headKey, (int)(at / RowBytes) - 1);
        }
    }

    /// <summary>The whole body, or null when it was rewritten since the head was read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(ITable table, TableRow head, CancellationToken cancellation)
    {
        var body = new byte[head.Number("BodySize")];
        var at = Take(head, body, 0);
        foreach (var key in RestKeys(head.Key, body.Length))
        {
            if (await table.GetAsync(head.Partition, key, null, cancellation) is not { } row || row.Text("BodyTag") != head.Text("BodyTag"))
            {
                return null;
            }

            at = Take(row, body, at);
        }

        return body;
    }

    /// <summary>The body of a head that can have no further rows.</summary>
    public static byte[] ReadSmall(TableRow head)
    {
        var body = new byte[head.Number("BodySize")];
        Take(head, body, 0);
        return body;
    }

    private static void Fill(TableRow row, ReadOnlyMemory<byte> part)
    {
        for (var field = 0; field * FieldBytes < part.Length; field++)
        {
            row[FieldName(field)] = part[(field * FieldBytes)..Math.Min(part.Length, (field + 1) * FieldBytes)].ToArray();
        }
    }

    private static int Take(TableRow row, byte[] body, int at)
    {
        for (var field = 0; field < FieldsPerRow && at < body.Length; field++)
        {
            var bytes = row.Bytes(FieldName(field));
            bytes.CopyTo(body, at);
            at += bytes.Length;
        }

        return at;
    }

    private static string FieldName(int field) => string.Create(CultureInfo.InvariantCulture, $"Body{field:D2}");

    // Sorts after every key of its own family and can be none: keys of rows never begin so.
    private static string RestKey(string headKey, int part) => string.Create(CultureInfo.InvariantCulture, $"~{headKey}~{part}");
}
