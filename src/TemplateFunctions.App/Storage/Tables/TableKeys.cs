using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Tables;

/// <summary>Keys that the table service accepts, whatever they are made of: it forbids <c>/ \ # ?</c> and control characters.</summary>
internal static class TableKeys
{
    /// <summary>32 hex digits that stand for a text of any length and content.</summary>
    public static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>
    /// How many partitions hold what is written for every run. Few, so that what different guilds write at the same time goes in one
    /// request; each takes 2,000 rows a second.
    /// </summary>
    public const int RunPartitions = 4;

    /// <summary>The partition of a guild's runs. Ids of guilds differ least in their lowest digits, which name nothing but a generator.</summary>
    public static string RunPartition(GuildId guild) => RunPartition((int)((guild.Value * 0x9E3779B97F4A7C15) >> 32) & int.MaxValue);

    /// <summary>All of them.</summary>
    public static IEnumerable<string> AllRunPartitions => Enumerable.Range(0, RunPartitions).Select(RunPartition);

    private static string RunPartition(int number) => string.Create(CultureInfo.InvariantCulture, $"runs{number % RunPartitions}");

    /// <summary>A time that sorts as text; earlier first.</summary>
    public static string Ascending(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>A text of 19 digits turned over, so that later ones come first.</summary>
    public static string Descending(long ticks) => (long.MaxValue - ticks).ToString("D19", CultureInfo.InvariantCulture);
}
