using System.Text;

namespace TemplateFunctions.App.Storage.Templates;

/// <summary>A template's files as one body: count, then path and text of each, with their lengths.</summary>
internal static class TemplateFilesBlob
{
    public static byte[] Write(IReadOnlyDictionary<string, string> files)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8))
        {
            writer.Write(files.Count);
            foreach (var (path, text) in files)
            {
                writer.Write(path);
                writer.Write(text);
            }
        }

        return buffer.ToArray();
    }

    public static Dictionary<string, string> Read(ReadOnlyMemory<byte> body)
    {
        using var reader = new BinaryReader(new MemoryStream(body.ToArray()), Encoding.UTF8);
        var count = reader.ReadInt32();
        var files = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            files.Add(reader.ReadString(), reader.ReadString());
        }

        return files;
    }
}
