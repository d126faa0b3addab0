namespace TemplateFunctions.App.Storage.Tables;

/// <summary>Which rows are asked for, in the order of partition and key. Bounds are ordinal; null bounds nothing.</summary>
internal sealed record TableQuery
{
    /// <summary>First partition.</summary>
    public string? PartitionFrom { get; init; }

    /// <summary>The partition before which the query ends.</summary>
    public string? PartitionBefore { get; init; }

    /// <summary>The only partition.</summary>
    public string? Partition { get; init; }

    /// <summary>First key.</summary>
    public string? KeyFrom { get; init; }

    /// <summary>The key before which the query ends.</summary>
    public string? KeyBefore { get; init; }

    /// <summary>The only key.</summary>
    public string? Key { get; init; }

    /// <summary>A number field that must be at most <see cref="AtMost"/>.</summary>
    public string? Field { get; init; }

    /// <summary>The bound of <see cref="Field"/>.</summary>
    public long AtMost { get; init; }

    /// <summary>The fields to bring; null for all. Rows without one of them come without it.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Rows of a page, 1 to 1,000; a reader that stops early wants few.</summary>
    public int Page { get; init; } = 1_000;

    /// <summary>Rows of a partition whose key begins so.</summary>
    public static TableQuery Prefix(string partition, string prefix) => new()
    {
        Partition = partition,
        KeyFrom = prefix,
        KeyBefore = After(prefix),
    };

    /// <summary>The first text that no longer begins with the prefix.</summary>
    public static string After(string prefix) => string.Concat(prefix.AsSpan(0, prefix.Length - 1), ((char)(prefix[^1] + 1)).ToString());
}
