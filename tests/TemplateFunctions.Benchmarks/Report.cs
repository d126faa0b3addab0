using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TemplateFunctions.Benchmarks;

/// <summary>The result table with the machine it was measured on.</summary>
internal sealed class Report
{
    private const string Begin = "<!-- results -->";
    private const string End = "<!-- /results -->";

    private readonly List<Row> _rows = [];

    public void Add(Row row) => _rows.Add(row);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured {DateTime.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} cores ({Cpu()}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
        text.AppendLine();
        text.AppendLine("| what | ours | baseline | ratio | wanted | met |");
        text.AppendLine("|---|---|---|---|---|---|");
        foreach (var row in _rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.What} | {row.Ours} | {row.Baseline} | {row.Ratio} | {row.Wanted} | {(row.Met ? "yes" : "**no**")} |");
        }

        return text.ToString();
    }

    /// <summary>Puts the table into docs/benchmarks.md, between its marks.</summary>
    public void Write()
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "benchmarks.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(path, $"{page[..begin]}\n{ToMarkdown()}{page[end..]}");
    }

    private static string Here([CallerFilePath] string path = "") => path;

    private static string Cpu()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 2)..] ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
