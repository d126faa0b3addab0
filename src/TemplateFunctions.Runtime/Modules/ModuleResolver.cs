using System.Text.Json;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>Where a module was found, or why not.</summary>
internal readonly record struct ResolvedModule(string? Path, string? Error);

/// <summary>
/// Luau's require-by-string over a template's files: <c>./x</c>, <c>../x</c>, <c>@self/x</c>, aliases of <c>.luaurc</c>, <c>x.luau</c> before
/// <c>x.lua</c> before <c>x/init.luau</c>.
/// </summary>
internal static class ModuleResolver
{
    // Aliases that stand for each other, one after the other; more are a circle.
    private const int MaxAliases = 16;

    // Characters of what an alias makes of a name: circles that grow stay small.
    private const int MaxPath = 1024;

    public static ResolvedModule Resolve(IReadOnlyDictionary<string, string> files, string from, string name, IEnumerable<string> hostModules)
    {
        string? target;
        if (name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal))
        {
            target = Join(BaseOf(from), name);
        }
        else if (name.StartsWith("@self/", StringComparison.Ordinal))
        {
            target = Join(FolderOf(from), name["@self/".Length..]);
        }
        else if (name.StartsWith('@'))
        {
            target = FromAlias(files, from, name);
            if (target is null)
            {
                return new(null, $"module '{name}' does not exist{Nearest(name, hostModules)}");
            }
        }
        else
        {
            return new(null, $"module '{name}' does not exist: a name starts with './', '../' or '@'{Nearest(name, hostModules)}");
        }

        if (target is null)
        {
            return new(null, $"module '{name}' is outside the template");
        }

        return Find(files, target) is { } path
            ? new(path, null)
            : new(null, $"module '{name}' does not exist: the template has no file '{target}.luau', '{target}.lua' or '{target}/init.luau'{Inside(files, from, name) ?? Nearest(target, Modules(files))}");
    }

    /// <summary>The file that a name means from one of the template's folders, when it means the same from all where it means any; else null.</summary>
    public static ResolvedModule? OnlyOne(IReadOnlyDictionary<string, string> files, string name, IEnumerable<string> hostModules)
    {
        var found = files.Keys.DistinctBy(file => (FolderOf(file), BaseOf(file))).Select(file => Resolve(files, file, name, hostModules).Path).Where(path => path is not null).Distinct().Take(2).ToList();
        return found is [var path] ? new(path, null) : null;
    }

    private static string? Find(IReadOnlyDictionary<string, string> files, string target)
    {
        string[] candidates = target.Length == 0
            ? ["init.luau", "init.lua"]
            : [target + ".luau", target + ".lua", target + "/init.luau", target + "/init.lua", target];
        return candidates.FirstOrDefault(c => files.ContainsKey(c) && (c != target || c.EndsWith(".luau", StringComparison.Ordinal) || c.EndsWith(".lua", StringComparison.Ordinal)));
    }

    /// <summary>An init file stands for its folder: "./x" from it is beside the folder, "@self/x" inside. The entry's folder has nothing beside it.</summary>
    private static string BaseOf(string file) => IsInit(file) ? FolderOf(FolderOf(file)) : FolderOf(file);

    private static bool IsInit(string file) => file.EndsWith("/init.luau", StringComparison.Ordinal) || file.EndsWith("/init.lua", StringComparison.Ordinal);

    private static string FolderOf(string file) => file.LastIndexOf('/') is var slash and >= 0 ? file[..slash] : "";

    /// <summary>Joins and normalises; null when the path climbs out of the template.</summary>
    private static string? Join(string folder, string relative)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in relative.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count == 0)
            {
                return null;
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Looks for the alias in the .luaurc files from the caller's folder upwards; what it stands for may begin with another alias.</summary>
    private static string? FromAlias(IReadOnlyDictionary<string, string> files, string from, string name)
    {
        var folder = FolderOf(from);
        for (var links = 0; links < MaxAliases; links++)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var alias = slash < 0 ? name[1..] : name[1..slash];
            var rest = slash < 0 ? "" : name[(slash + 1)..];
            if (FindAlias(files, alias, ref folder) is not { } target || target.Length + rest.Length >= MaxPath)
            {
                return null;
            }

            if (!target.StartsWith('@'))
            {
                return target.StartsWith('/') ? Join("", target[1..] + "/" + rest) : Join(folder, target + "/" + rest);
            }

            name = target.TrimEnd('/') + (rest.Length > 0 ? "/" + rest : "");
        }

        return null;
    }

    private static string? FindAlias(IReadOnlyDictionary<string, string> files, string alias, ref string folder)
    {
        for (; ; folder = FolderOf(folder))
        {
            var config = folder.Length == 0 ? ".luaurc" : folder + "/.luaurc";
            if (files.TryGetValue(config, out var json) && AliasIn(json, alias) is { } target)
            {
                return target;
            }

            if (folder.Length == 0)
            {
                return null;
            }
        }
    }

    private static string? AliasIn(string json, string alias)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("aliases", out var aliases) || aliases.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var entry in aliases.EnumerateObject())
            {
                if (string.Equals(entry.Name, alias, StringComparison.OrdinalIgnoreCase) && entry.Value.ValueKind == JsonValueKind.String)
                {
                    return entry.Value.GetString();
                }
            }

            return null;
        }
        catch (JsonException)
        {
            // A .luaurc that is not JSON defines nothing; the refusal that follows names the alias.
            return null;
        }
    }

    /// <summary>What an init file means that takes its own folder for the place it starts from.</summary>
    private static string? Inside(IReadOnlyDictionary<string, string> files, string from, string name) =>
        IsInit(from) && name.StartsWith("./", StringComparison.Ordinal) && Join(FolderOf(from), name) is { } path && Find(files, path) is not null
            ? $"; from an init file './' is beside its folder: did you mean '@self/{name[2..]}'?"
            : null;

    /// <summary>The template's modules as require names them.</summary>
    private static IEnumerable<string> Modules(IReadOnlyDictionary<string, string> files) => files.Keys
        .Select(f => (Name: f, Dot: f.LastIndexOf('.')))
        .Where(f => f.Dot > 0 && f.Name[f.Dot..] is ".luau" or ".lua")
        .Select(f => f.Name[..f.Dot])
        .Select(f => f.EndsWith("/init", StringComparison.Ordinal) ? f[..^"/init".Length] : f);

    private static string Nearest(string name, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Name: c, Distance: Distance(name, c))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 3) ? $"; did you mean '{best.Name}'?" : "";
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
