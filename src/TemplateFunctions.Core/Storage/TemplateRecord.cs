using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>One stored template of a guild.</summary>
public sealed record TemplateRecord
{
    /// <summary>The guild that owns the template.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>1-64 of <c>[A-Za-z0-9_.$-]</c>; unique in the guild, case-sensitive.</summary>
    public required string Name { get; init; }

    /// <summary>Path to source text.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Subscriptions: event names, base names or scoped names.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Capabilities granted to the template.</summary>
    public IReadOnlyList<string> AllowedCaps { get; init; } = [];

    /// <summary>Channel that is told of failures, as a snowflake string.</summary>
    public string? ErrorChannel { get; init; }

    /// <summary>Paused templates do not run.</summary>
    public bool Paused { get; init; }

    /// <summary>When the template was first stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last stored.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Hash of <see cref="Files"/>, see <see cref="HashFiles"/>. Compiled code is cached under it.</summary>
    public required string Version { get; init; }

    /// <summary>Changes with every write of the record, also when the files stay the same. Set by the store.</summary>
    public string ETag { get; init; } = "";

    /// <summary>The part the runtime needs.</summary>
    public TemplateSource ToSource() => new(Name, Version, Files);

    /// <summary>32 lower-case hex digits; equal exactly when paths and texts are equal, in any order.</summary>
    public static string HashFiles(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            foreach (var part in (ReadOnlySpan<string>)[path, text])
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
                hash.AppendData(length);
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}

/// <summary>All templates of a guild at one moment.</summary>
/// <param name="Templates">Ordered by name.</param>
/// <param name="Revision">Changes whenever any template of the guild is written or deleted; callers may cache by it.</param>
public sealed record TemplateSet(IReadOnlyList<TemplateRecord> Templates, string Revision);
