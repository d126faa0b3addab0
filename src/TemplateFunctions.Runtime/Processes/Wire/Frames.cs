namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>The measures of the protocol: a frame is its length (4 bytes, little endian, kind included), its kind (1 byte) and its content.</summary>
internal static class Frames
{
    /// <summary>Changes with every change of a frame's content.</summary>
    public const int Version = 2;

    /// <summary>Largest frame; what is longer ends the connection.</summary>
    public const int MaxBytes = 32 << 20;

    public const int HeaderBytes = 4;

    public static ReadOnlySpan<byte> Magic => "TFVM"u8;

    /// <summary>Tells builds apart: host and worker share classes whose layout no version number watches.</summary>
    public static Guid Build { get; } = typeof(Frames).Module.ModuleVersionId;
}

/// <summary>The other side broke the protocol, or a frame would have become too large.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
