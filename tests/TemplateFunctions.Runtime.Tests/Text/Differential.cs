using System.Text;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>Runs the same expressions on stock Lua and on our libraries and compares results and error messages, positions included.</summary>
internal sealed class Differential : IDisposable
{
    private const int CasesPerChunk = 200;

    private readonly TextState _stock = new(ours: false);
    private readonly TextState _ours = new(ours: true);

    public void Dispose()
    {
        _stock.Dispose();
        _ours.Dispose();
    }

    /// <param name="seed">Shown when something differs.</param>
    /// <param name="cases">Expressions or statements ending in a return.</param>
    public void Compare(int seed, IEnumerable<string> cases)
    {
        foreach (var chunk in cases.Chunk(CasesPerChunk))
        {
            var source = new StringBuilder("local out = {}\n");
            foreach (var one in chunk)
            {
                source.Append("out[#out + 1] = ").Append(Guarded(one)).Append('\n');
            }

            source.Append("return contents(out)");
            var expected = _stock.Run(source.ToString());
            var actual = _ours.Run(source.ToString());
            if (expected != actual)
            {
                Explain(seed, chunk);
            }
        }
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' || c < ' ' || c > '~' ? $"\\{(int)c:000}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A tail call would hide the position from library functions that are written in Lua, so there is none.</summary>
    private static string Guarded(string one) =>
        one.StartsWith("local ", StringComparison.Ordinal) ? $"try(function() {one} end)" : $"try(function() return show({one}) end)";

    private void Explain(int seed, string[] chunk)
    {
        foreach (var one in chunk)
        {
            var source = "return " + Guarded(one);
            var expected = _stock.Run(source);
            var actual = _ours.Run(source);
            Assert.True(expected == actual, $"seed {seed}: {one}\n  stock {expected}\n  ours  {actual}");
        }

        Assert.Fail($"seed {seed}: the results differ only together");
    }
}
