using System.Text;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>What a run printed, capped: past the cap one line says so and the rest is dropped.</summary>
internal sealed class RunLog
{
    private List<string>? _lines;
    private int _bytes;
    private bool _full;

    /// <summary>Gives the lines away, to the run's answer. Whoever reads that does so beside the run's tasks, which may go on: what they print has no place any more.</summary>
    public IReadOnlyList<string> Take()
    {
        _full = true;
        return _lines ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Adds a line; answers the bytes of host memory it took.</summary>
    public int Add(ReadOnlySpan<byte> utf8, int limit)
    {
        if (_full)
        {
            return 0;
        }

        _lines ??= [];
        if (_bytes + utf8.Length > limit)
        {
            _full = true;
            var kept = Encoding.UTF8.GetString(utf8[..Math.Max(0, limit - _bytes)]);
            if (kept.Length > 0)
            {
                _lines.Add(kept);
            }

            _lines.Add($"[log cut: a run may print {limit} bytes]");
            return (kept.Length * 2) + 64;
        }

        _bytes += utf8.Length + 1;
        _lines.Add(Encoding.UTF8.GetString(utf8));
        return (utf8.Length * 2) + 64;
    }
}
