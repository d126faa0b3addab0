namespace TemplateFunctions.Hosting.Settings;

/// <summary>Finds what somebody who mistyped a name probably meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the smallest edit distance, case ignored.</summary>
    public static string To(string name, IReadOnlyList<string> candidates) =>
        candidates.MinBy(candidate => Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant()))!;

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
