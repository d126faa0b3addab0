namespace TemplateFunctions.App.Storage.Tables;

/// <summary>One caller's commit, and its answer.</summary>
internal sealed class CommitPart(IReadOnlyList<TableChange> changes)
{
    public IReadOnlyList<TableChange> Changes => changes;

    /// <summary>What the changes weigh as they travel, in base64, about.</summary>
    public long Bytes { get; } = changes.Sum(change => change.Row.Fields.Values.Sum(WeightOf) + 512L);

    public TaskCompletionSource<string[]?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static long WeightOf(object value) => value switch
    {
        byte[] bytes => bytes.Length * 4L / 3,
        string text => text.Length * 3L,
        _ => 32,
    };
}

/// <summary>Commits that one transaction takes: 100 changes and 4 MiB, each row once, but for equal guards, which are made once for all.</summary>
internal sealed class CommitGroup
{
    private const int MostChanges = 100;
    private const long MostBytes = 3 << 20;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<int[]> _placesOfParts = [];
    private long _bytes;

    public List<CommitPart> Parts { get; } = [];

    public List<TableChange> Changes { get; } = [];

    /// <summary>A commit by itself, whatever its size.</summary>
    public static CommitGroup Of(CommitPart part)
    {
        var group = new CommitGroup();
        group.Take(part);
        return group;
    }

    /// <summary>Takes a commit in, if the transaction can hold it beside the others.</summary>
    public bool TryAdd(CommitPart part)
    {
        var isRoom = Changes.Count + part.Changes.Count <= MostChanges && _bytes + part.Bytes <= MostBytes;
        if (!isRoom || part.Changes.Any(change => _places.TryGetValue(change.Row.Key, out var place) && !IsSame(Changes[place], change)))
        {
            return false;
        }

        Take(part);
        return true;
    }

    /// <summary>Gives every commit its etags; null is for the only one.</summary>
    public void Answer(string[]? etags)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            Parts[i].Answer.TrySetResult(etags is null ? null : [.. _placesOfParts[i].Select(place => etags[place])]);
        }
    }

    private void Take(CommitPart part)
    {
        var places = new int[part.Changes.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var change = part.Changes[i];
            if (!_places.TryGetValue(change.Row.Key, out places[i]))
            {
                places[i] = _places[change.Row.Key] = Changes.Count;
                Changes.Add(change);
            }
        }

        Parts.Add(part);
        _placesOfParts.Add(places);
        _bytes += part.Bytes;
    }

    /// <summary>Equal guards, such as the fence that every write of a guild's journal carries. Of two that want to make the same row only one may get it.</summary>
    private static bool IsSame(TableChange one, TableChange other) =>
        one.Kind == TableChangeKind.Merge && one.Row.ETag == "*" && other.Kind == one.Kind && other.Row.ETag == one.Row.ETag && one.Row.Fields.Count == other.Row.Fields.Count
        && one.Row.Fields.All(field => other.Row.Fields.TryGetValue(field.Key, out var value) && value is not byte[] && value.Equals(field.Value));
}
