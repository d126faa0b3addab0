using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>Template records, whole in memory: every event asks for its guild's.</summary>
internal sealed class TemplateTable() : RowTable<TemplateRecord>(TableIds.Templates)
{
    private static readonly TemplateSet None = new([], "");
    private readonly Dictionary<GuildId, SortedDictionary<string, TemplateRecord>> guilds = [];
    private readonly Dictionary<GuildId, TemplateSet> sets = [];

    public IReadOnlyCollection<GuildId> Guilds => guilds.Keys;

    public static string Key(GuildId guild, string name) => $"{guild}/{name}";

    public int CountOf(GuildId guild) => guilds.TryGetValue(guild, out var templates) ? templates.Count : 0;

    public TemplateSet SetOf(GuildId guild)
    {
        if (!guilds.TryGetValue(guild, out var templates))
        {
            return None;
        }

        if (!sets.TryGetValue(guild, out var set))
        {
            var etags = string.Join('\n', templates.Values.Select(template => $"{template.Name} {template.ETag}"));
            var revision = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(etags)).AsSpan(0, 16));
            set = new TemplateSet([.. templates.Values], revision);
            sets[guild] = set;
        }

        return set;
    }

    public override void Encode(TemplateRecord meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.UInt64(meta.Guild.Value);
        writer.String(meta.Name);
        writer.Count(meta.Files.Count);
        foreach (var (path, text) in meta.Files)
        {
            writer.String(path);
            writer.String(text);
        }

        writer.Strings(meta.Events);
        writer.Strings(meta.AllowedCaps);
        writer.OptionalString(meta.ErrorChannel);
        writer.Bool(meta.Paused);
        writer.Time(meta.CreatedAt);
        writer.Time(meta.UpdatedAt);
        writer.String(meta.Version);
        writer.String(meta.ETag);
    }

    protected override TemplateRecord Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        var guild = new GuildId(reader.UInt64());
        var name = reader.String();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Count(); left > 0; left--)
        {
            var path = reader.String();
            files[path] = reader.String();
        }

        return new TemplateRecord
        {
            Guild = guild,
            Name = name,
            Files = files,
            Events = reader.Strings(),
            AllowedCaps = reader.Strings(),
            ErrorChannel = reader.OptionalString(),
            Paused = reader.Bool(),
            CreatedAt = reader.Time(),
            UpdatedAt = reader.Time(),
            Version = reader.String(),
            ETag = reader.String(),
        };
    }

    protected override void Index(Row<TemplateRecord>? old, Row<TemplateRecord>? now)
    {
        var guild = (now ?? old)!.Meta.Guild;
        sets.Remove(guild);
        if (now is not null)
        {
            if (!guilds.TryGetValue(guild, out var templates))
            {
                guilds[guild] = templates = new SortedDictionary<string, TemplateRecord>(StringComparer.Ordinal);
            }

            templates[now.Meta.Name] = now.Meta;
        }
        else if (guilds.TryGetValue(guild, out var templates) && templates.Remove(old!.Meta.Name) && templates.Count == 0)
        {
            guilds.Remove(guild);
        }
    }
}
