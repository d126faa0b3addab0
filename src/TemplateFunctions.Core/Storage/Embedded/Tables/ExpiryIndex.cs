namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>Row keys by the time they are due.</summary>
internal sealed class ExpiryIndex
{
    private readonly SortedSet<(long Ticks, string Key)> due = new(Comparer<(long Ticks, string Key)>.Create(
        (a, b) => a.Ticks != b.Ticks ? a.Ticks.CompareTo(b.Ticks) : string.CompareOrdinal(a.Key, b.Key)));

    /// <summary>Moves a key; null stands for never.</summary>
    public void Move(string key, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from is { } old)
        {
            due.Remove((old.UtcTicks, key));
        }

        if (to is { } now)
        {
            due.Add((now.UtcTicks, key));
        }
    }

    /// <summary>Keys due at or before the time, earliest first.</summary>
    public IEnumerable<string> Until(DateTimeOffset now) =>
        due.TakeWhile(entry => entry.Ticks <= now.UtcTicks).Select(entry => entry.Key);

    /// <summary>The earliest time later than the given one, or null.</summary>
    public DateTimeOffset? After(DateTimeOffset time)
    {
        if (time.UtcTicks == DateTimeOffset.MaxValue.UtcTicks)
        {
            return null;
        }

        var later = due.GetViewBetween((time.UtcTicks + 1, ""), (long.MaxValue, ""));
        return later.Count > 0 ? new DateTimeOffset(later.Min.Ticks, TimeSpan.Zero) : null;
    }
}
