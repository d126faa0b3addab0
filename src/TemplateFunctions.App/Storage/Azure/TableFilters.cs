using System.Globalization;
using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Storage.Azure;

/// <summary>Queries in the table service's filter language.</summary>
internal static class TableFilters
{
    /// <summary>The filter, or null for all rows.</summary>
    public static string? Of(TableQuery query)
    {
        var terms = new List<string>();
        Add("PartitionKey", "eq", query.Partition);
        Add("PartitionKey", "ge", query.PartitionFrom);
        Add("PartitionKey", "lt", query.PartitionBefore);
        Add("RowKey", "eq", query.Key);
        Add("RowKey", "ge", query.KeyFrom);
        Add("RowKey", "lt", query.KeyBefore);
        if (query.Field is { } field)
        {
            terms.Add(string.Create(CultureInfo.InvariantCulture, $"{field} le {query.AtMost}L"));
        }

        return terms.Count == 0 ? null : string.Join(" and ", terms);

        void Add(string key, string comparison, string? value)
        {
            if (value is not null)
            {
                terms.Add($"{key} {comparison} '{value.Replace("'", "''", StringComparison.Ordinal)}'");
            }
        }
    }
}
