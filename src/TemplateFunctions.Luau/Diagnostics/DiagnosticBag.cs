namespace TemplateFunctions.Luau.Diagnostics;

/// <summary>Collects the diagnostics of one source: one for a place, a hundred at most.</summary>
internal sealed class DiagnosticBag(string source)
{
    private const int Limit = 100;

    private readonly List<(int Start, LuauDiagnostic Diagnostic)> _items = [];
    private readonly HashSet<int> _places = [];
    private List<int>? _lineStarts;

    public bool HasErrors => _items.Count > 0;

    public bool IsFull => _items.Count >= Limit;

    public void Error(string code, int start, int end, string message)
    {
        if (IsFull || !_places.Add(start))
        {
            return;
        }

        _items.Add((start, new LuauDiagnostic(code, message, RangeOf(start, Math.Max(start, end)), LuauSeverity.Error)));
        if (_items.Count == Limit - 1)
        {
            _items.Add((int.MaxValue, new LuauDiagnostic(LuauDiagnosticCodes.TooMany, "there are more errors than these", RangeOf(start, start), LuauSeverity.Error)));
        }
    }

    public IReadOnlyList<LuauDiagnostic> ToList() => [.. _items.OrderBy(item => item.Start).Select(item => item.Diagnostic)];

    private SourceRange RangeOf(int start, int end)
    {
        var (startLine, startColumn) = Place(Math.Min(start, source.Length));
        var (endLine, endColumn) = Place(Math.Min(end, source.Length));
        return new SourceRange(startLine, startColumn, endLine, endColumn);
    }

    private (int Line, int Column) Place(int offset)
    {
        _lineStarts ??= FindLines();
        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, offset - _lineStarts[line] + 1);
    }

    private List<int> FindLines()
    {
        List<int> starts = [0];
        for (var at = source.IndexOf('\n'); at >= 0; at = source.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return starts;
    }
}
