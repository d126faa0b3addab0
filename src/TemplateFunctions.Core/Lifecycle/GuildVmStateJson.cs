using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>Reads and writes <see cref="GuildVmState"/> as the stores keep it. The shape does not depend on a caller's serializer options.</summary>
public static class GuildVmStateJson
{
    /// <summary>The most bytes a state takes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>UTF-8 JSON of the state.</summary>
    public static byte[] Write(GuildVmState state) => JsonSerializer.SerializeToUtf8Bytes(state, GuildVmStateContext.Default.GuildVmState);

    /// <summary>Reads what <see cref="Write"/> wrote; fields of newer versions are ignored.</summary>
    /// <exception cref="JsonException">The bytes are not a state.</exception>
    public static GuildVmState Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, GuildVmStateContext.Default.GuildVmState) ?? GuildVmState.Initial;
}

[JsonSerializable(typeof(GuildVmState))]
internal sealed partial class GuildVmStateContext : JsonSerializerContext;

/// <summary>Writes enum values as snake_case strings.</summary>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
