using Azure;
using Azure.Data.Tables;
using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Storage.Azure;

/// <summary>Rows as the client library carries them.</summary>
internal static class TableEntities
{
    public static TableEntity Write(TableRow row)
    {
        var entity = new TableEntity(row.Partition, row.Key) { ETag = row.ETag.Length == 0 ? ETag.All : new ETag(row.ETag) };
        foreach (var (name, value) in row.Fields)
        {
            entity[name] = value;
        }

        return entity;
    }

    public static TableRow Read(TableEntity entity)
    {
        var row = new TableRow(entity.PartitionKey, entity.RowKey) { ETag = entity.ETag.ToString() };
        foreach (var name in entity.Keys)
        {
            if (entity[name] is { } value && name is not ("PartitionKey" or "RowKey" or "Timestamp") && !name.StartsWith("odata.", StringComparison.Ordinal))
            {
                row.Fields[name] = value switch
                {
                    int small => (long)small,
                    BinaryData binary => binary.ToMemory().ToArray(),
                    _ => value,
                };
            }
        }

        return row;
    }
}
