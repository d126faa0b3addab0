using System.Buffers.Binary;
using System.Text;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>A growing buffer with the primitive encodings of the log: little endian, strings and blobs with a varint length.</summary>
internal sealed class ByteWriter(int capacity = 4096)
{
    private byte[] buffer = new byte[capacity];

    /// <summary>Bytes written so far; may be set back to forget the latest ones.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public Span<byte> Slice(int offset, int length) => buffer.AsSpan(offset, length);

    public void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>Leaves room to be filled in later through <see cref="Slice"/>.</summary>
    public int Reserve(int length)
    {
        var offset = Length;
        Grow(length).Clear();
        return offset;
    }

    public void Byte(byte value) => Grow(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Grow(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Grow(8), value);

    public void Time(DateTimeOffset value) => Int64(value.UtcTicks);

    /// <summary>Zero ticks stand for null.</summary>
    public void Time(DateTimeOffset? value) => Int64(value?.UtcTicks ?? 0);

    public void Count(int value)
    {
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    /// <summary>UTF-8; lone surrogates, which UTF-8 cannot hold, become U+FFFD.</summary>
    public void String(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Count(size);
        Encoding.UTF8.GetBytes(value, Grow(size));
    }

    public void OptionalString(string? value)
    {
        Bool(value is not null);
        if (value is not null)
        {
            String(value);
        }
    }

    public void Strings(IReadOnlyCollection<string> values)
    {
        Count(values.Count);
        foreach (var value in values)
        {
            String(value);
        }
    }

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    private Span<byte> Grow(int length)
    {
        if (buffer.Length - Length < length)
        {
            Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, Math.Max(buffer.Length * 2L, (long)Length + length)));
        }

        var span = buffer.AsSpan(Length, length);
        Length += length;
        return span;
    }
}
