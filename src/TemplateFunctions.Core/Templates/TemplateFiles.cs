using System.Text;
using TemplateFunctions.Core.Json;

namespace TemplateFunctions.Core.Templates;

/// <summary>Reads and checks the source files of a template: <c>files</c>, or its shorthand <c>content</c>.</summary>
internal static class TemplateFiles
{
    private const string Entry = "init.luau";
    private const string EntryInLua = "init.lua";
    private const char CompiledChunkMark = '\u001b';

    /// <summary>The files, or an empty set when they were refused.</summary>
    public static IReadOnlyDictionary<string, string> Read(JsonFields body)
    {
        var content = body.Text("content", maxChars: TemplateLimits.FileBytes);
        var files = body.TextMap("files", TemplateLimits.Files, required: !body.Has("content"));
        if (body.Has("content") && body.Has("files"))
        {
            body.Refuse("content", "cannot be given together with files, for which it is a shorthand");
            return new Dictionary<string, string>();
        }

        files ??= content is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { [Entry] = content };
        if (files is not null)
        {
            Check(body, files);
        }

        return files ?? new Dictionary<string, string>();
    }

    private static void Check(JsonFields body, IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files)
        {
            if ((TemplatePath.Check(path) ?? CheckText(text)) is { } fault)
            {
                body.RefuseKey("files", path, fault);
            }
        }

        foreach (var (path, message) in TemplatePath.Clashes(files.Keys))
        {
            body.RefuseKey("files", path, message);
        }

        var total = files.Values.Sum(text => (long)Encoding.UTF8.GetByteCount(text));
        if (total > TemplateLimits.TotalBytes)
        {
            body.Refuse("files", $"hold {total} bytes together, at most {TemplateLimits.TotalBytes} are allowed");
        }

        if (!files.ContainsKey(Entry) && !files.ContainsKey(EntryInLua))
        {
            body.Refuse("files", $"must hold the entry file {Entry} or {EntryInLua}");
        }
    }

    private static string? CheckText(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > TemplateLimits.FileBytes)
        {
            return $"has {bytes} bytes, at most {TemplateLimits.FileBytes} are allowed";
        }

        return text.StartsWith(CompiledChunkMark) ? "starts like compiled Lua; only source text is taken" : null;
    }
}
