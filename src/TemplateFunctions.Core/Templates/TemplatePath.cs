using System.Buffers;

namespace TemplateFunctions.Core.Templates;

/// <summary>
/// Paths of a template's files: relative, separated by <c>/</c>, and such that the files can be written to a folder on every
/// operating system and read back as the same set.
/// </summary>
internal static class TemplatePath
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:*?\"<>|");

    /// <summary>What is wrong with one path, or null.</summary>
    public static string? Check(string path)
    {
        if (path.Length is 0 or > TemplateLimits.PathLength)
        {
            return $"the path must have 1 to {TemplateLimits.PathLength} characters, has {path.Length}";
        }

        if (path[0] == '/')
        {
            return "the path must be relative, without a leading /";
        }

        if (path.AsSpan().ContainsAny(Forbidden) || path.Any(char.IsControl))
        {
            return "the path must not hold control characters or any of \\ : * ? \" < > |";
        }

        return path.Split('/').Select(CheckSegment).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Pairs of paths that cannot stand beside each other: equal but for letter case, or a file where another needs a folder.</summary>
    public static IEnumerable<(string Path, string Message)> Clashes(IEnumerable<string> paths)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (!seen.TryAdd(path, path))
            {
                yield return (path, $"differs from \"{seen[path]}\" only in letter case");
            }
        }

        foreach (var path in seen.Values)
        {
            var folder = Folders(path).FirstOrDefault(seen.ContainsKey);
            if (folder is not null)
            {
                yield return (path, $"needs a folder where the file \"{seen[folder]}\" is");
            }
        }
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static string? CheckSegment(string segment) => segment switch
    {
        "" => "the path must not hold empty parts",
        "." or ".." => "the path must not hold . or .. parts",
        _ when segment[^1] is '.' or ' ' || segment[0] is ' ' => "the parts of the path must not begin with a blank or end with a blank or a dot",
        _ => null,
    };
}
