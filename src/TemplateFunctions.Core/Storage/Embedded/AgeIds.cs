using System.Globalization;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>Ids that sort by age, also across restarts and when the clock steps back. Called under the store's lock.</summary>
internal sealed class AgeIds(TimeProvider time)
{
    private long last;

    /// <summary>An id ordinally greater than <paramref name="newest"/> and every one given before.</summary>
    public string Next(string? newest)
    {
        var floor = newest is null ? 0 : long.Parse(newest, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        last = Math.Max(Math.Max(last, floor) + 1, time.GetUtcNow().UtcTicks);
        return last.ToString("x16", CultureInfo.InvariantCulture);
    }
}
