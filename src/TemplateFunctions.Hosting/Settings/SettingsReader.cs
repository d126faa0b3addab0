using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace TemplateFunctions.Hosting.Settings;

/// <summary>One setting as the operator sees it in <c>--help</c> and in the documentation.</summary>
/// <param name="Key">Full configuration key.</param>
/// <param name="Default">The value when nothing is set.</param>
/// <param name="Allowed">Which values are taken.</param>
internal sealed record Setting(string Key, string Default, string Allowed);

/// <summary>
/// Reads typed settings of one configuration section, remembers every one it was asked for, and collects what is wrong
/// instead of stopping at the first fault, so that an operator mends a file in one go.
/// </summary>
internal sealed class SettingsReader
{
    private static readonly string[] TimeFormats = [@"hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF"];
    private readonly string _section;
    private readonly Dictionary<string, string> _values;
    private readonly List<Setting> _settings = [];
    private readonly List<string> _faults = [];

    public SettingsReader(IConfiguration configuration, string section)
    {
        _section = section;
        _values = configuration.GetSection(section).AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Key.Length > 0 && pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The configuration section.</summary>
    public string Section => _section;

    /// <summary>Every setting asked for so far.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>A text; <paramref name="isAllowed"/> decides, <paramref name="allowed"/> tells the operator.</summary>
    public string? Text(string key, string? fallback, string allowed, Func<string, bool> isAllowed) =>
        Read(key, fallback, fallback ?? "(none)", allowed, text => isAllowed(text) ? (true, text) : (false, null));

    /// <summary>A whole number in a range; <paramref name="unit"/> is part of what the operator is told.</summary>
    public long Whole(string key, long fallback, long min, long max, string unit) => Read(
        key,
        fallback,
        fallback.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{min} to {max} {unit}"),
        text => (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max, value));

    /// <summary>A time as <c>hh:mm:ss.fff</c> in a range.</summary>
    public TimeSpan Time(string key, TimeSpan fallback, TimeSpan min, TimeSpan max) => Read(
        key,
        fallback,
        Show(fallback),
        $"{Show(min)} to {Show(max)} (hh:mm:ss.fff)",
        text => (TimeSpan.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max, value));

    /// <summary>Adds a fault that concerns more than one setting.</summary>
    public void Fault(string message) => _faults.Add(message);

    /// <summary>Refuses the start when anything read was wrong, or anything given was never asked for.</summary>
    /// <exception cref="StartupException">Names each wrong setting with what is allowed.</exception>
    public void ThrowIfFaulty()
    {
        var known = _settings.Select(setting => setting.Key).ToArray();
        var faults = _values.Keys.Select(key => $"{_section}:{key}")
            .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key => $"{key} is not a setting; did you mean {Nearest.To(key, known)}?")
            .Concat(_faults)
            .ToArray();
        if (faults.Length > 0)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults));
        }
    }

    private static string Show(TimeSpan time) => time.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private T Read<T>(string key, T fallback, string shown, string allowed, Func<string, (bool Ok, T? Value)> parse)
    {
        var full = $"{_section}:{key}";
        _settings.Add(new Setting(full, shown, allowed));
        if (!_values.TryGetValue(key, out var text))
        {
            return fallback;
        }

        var (ok, value) = parse(text);
        if (ok)
        {
            return value!;
        }

        // A key may be a secret, and a connection string holds one: their values are not repeated.
        var secret = key.EndsWith("Key", StringComparison.Ordinal) || key.EndsWith("ConnectionString", StringComparison.Ordinal);
        _faults.Add(secret ? $"{full} must be {allowed}." : $"{full} is '{text}', but must be {allowed}.");
        return fallback;
    }
}
