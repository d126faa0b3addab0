using System.Globalization;
using System.Text;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>The five source lines around an error, with a marker.</summary>
internal static class CodeFrame
{
    private const int Around = 2;
    private const int MaxLine = 200;

    public static string? Of(string source, int line)
    {
        var lines = source.Split('\n');
        if (line < 1 || line > lines.Length)
        {
            return null;
        }

        var first = Math.Max(1, line - Around);
        var last = Math.Min(lines.Length, line + Around);
        var width = last.ToString(CultureInfo.InvariantCulture).Length;
        var frame = new StringBuilder();
        for (var i = first; i <= last; i++)
        {
            var text = lines[i - 1].TrimEnd('\r');
            frame.Append(i == line ? "> " : "  ")
                .Append(i.ToString(CultureInfo.InvariantCulture).PadLeft(width))
                .Append(" | ")
                .Append(text.Length > MaxLine ? text[..MaxLine] + "..." : text)
                .Append('\n');
        }

        return frame.ToString().TrimEnd('\n');
    }
}
