namespace System;

public class BinaryData
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public BinaryData(ReadOnlyMemory<byte> data) => _bytes = data;

    public static BinaryData Empty { get; } = new(default(ReadOnlyMemory<byte>));

    public static BinaryData FromString(string data) => new(Text.Encoding.UTF8.GetBytes(data));

    public ReadOnlyMemory<byte> ToMemory() => _bytes;
}
