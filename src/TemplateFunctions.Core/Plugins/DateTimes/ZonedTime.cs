using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.DateTimes;

/// <summary>Time zones by their IANA names, and what a clock on the wall shows in one.</summary>
internal static class ZonedTime
{
    private const string BadArgument = "TF4101";
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Zones = new(StringComparer.Ordinal) { ["UTC"] = TimeZoneInfo.Utc };

    /// <exception cref="ScriptException">TF4101: there is no such zone.</exception>
    public static TimeZoneInfo Find(string name)
    {
        if (Zones.TryGetValue(name, out var known))
        {
            return known;
        }

        var wellFormed = name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        return wellFormed && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? Zones.GetOrAdd(name, zone)
            : throw new ScriptException(BadArgument, $"there is no time zone '{(name.Length > 64 ? name[..64] + "..." : name)}'");
    }

    /// <summary>The moments at which the zone's clocks show this: two when they are set back over it.</summary>
    /// <exception cref="ScriptException">TF4101: the clocks are set forward over it, so it never happens.</exception>
    public static DateTime[] ToUtc(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
        {
            throw new ScriptException(BadArgument, $"{wall:yyyy-MM-dd HH:mm:ss} does not exist in {zone.Id}: the clocks are set forward over it");
        }

        var offsets = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).OrderDescending().ToArray() : [zone.GetUtcOffset(wall)];
        return [.. offsets.Select(offset => DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc))];
    }

    /// <summary>The zone's offset from UTC at a moment.</summary>
    public static TimeSpan Offset(long nanos, TimeZoneInfo zone) => zone.GetUtcOffset(Instant.ToTime(nanos));

    /// <summary>The part of the offset that is daylight saving time.</summary>
    public static TimeSpan DaylightOffset(long nanos, TimeZoneInfo zone)
    {
        var time = Instant.ToTime(nanos);
        return zone.IsDaylightSavingTime(time) ? zone.GetUtcOffset(time) - zone.BaseUtcOffset : TimeSpan.Zero;
    }

    /// <summary>What the zone's clocks show.</summary>
    public static DateTime Wall(long nanos, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(Instant.ToTime(nanos), zone).DateTime;
}
