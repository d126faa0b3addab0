using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>The error rings. The long texts of an entry, frame and traceback, are its body.</summary>
internal sealed class ErrorTable() : RowTable<ErrorEntry>(TableIds.Errors)
{
    private readonly Dictionary<GuildId, SortedDictionary<long, Row<ErrorEntry>>> guilds = [];

    public override int InlineAtMost => 0;

    /// <summary>Equal failures share a key.</summary>
    public static string KeyOf(ErrorEntry entry)
    {
        var identity = string.Join('\u001F', entry.Template, entry.Code, entry.File, entry.Line, entry.Message);
        return $"{entry.Guild}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16))}";
    }

    /// <summary>The guild's entries, oldest first.</summary>
    public IReadOnlyCollection<Row<ErrorEntry>> RingOf(GuildId guild) => guilds.TryGetValue(guild, out var ring) ? ring.Values : [];

    public override void Encode(ErrorEntry meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.Int64(meta.Sequence);
        writer.UInt64(meta.Guild.Value);
        writer.OptionalString(meta.Template);
        writer.String(meta.Code);
        writer.String(meta.Message);
        writer.OptionalString(meta.File);
        writer.Int64(meta.Line ?? -1);
        writer.OptionalString(meta.EventId);
        writer.OptionalString(meta.EventName);
        writer.Int64(meta.Count);
        writer.Time(meta.FirstAt);
        writer.Time(meta.LastAt);
    }

    protected override ErrorEntry Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        return new ErrorEntry
        {
            Sequence = reader.Int64(),
            Guild = new GuildId(reader.UInt64()),
            Template = reader.OptionalString(),
            Code = reader.String(),
            Message = reader.String(),
            File = reader.OptionalString(),
            Line = reader.Int64() is var line and >= 0 ? (int)line : null,
            EventId = reader.OptionalString(),
            EventName = reader.OptionalString(),
            Count = reader.Int64(),
            FirstAt = reader.Time(),
            LastAt = reader.Time(),
        };
    }

    protected override void Index(Row<ErrorEntry>? old, Row<ErrorEntry>? now)
    {
        var guild = (now ?? old)!.Meta.Guild;
        if (!guilds.TryGetValue(guild, out var ring))
        {
            guilds[guild] = ring = [];
        }

        if (old is not null)
        {
            ring.Remove(old.Meta.Sequence);
        }

        if (now is not null)
        {
            ring[now.Meta.Sequence] = now;
        }
        else if (ring.Count == 0)
        {
            guilds.Remove(guild);
        }
    }
}
