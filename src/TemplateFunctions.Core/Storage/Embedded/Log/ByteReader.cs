using System.Buffers.Binary;
using System.Text;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; <see cref="InvalidDataException"/> when the bytes cannot be that.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly int Remaining => rest.Length;

    /// <summary>Reads the version byte that begins every row's metadata.</summary>
    public void Expect(byte version)
    {
        if (Byte() is var found && found != version)
        {
            throw new StorageException(
                StorageCodes.UnknownFormat,
                $"The store holds a record of version {found}, this version knows {version}: it was written by a newer version. Start that one.");
        }
    }

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() != 0;

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public DateTimeOffset Time() => new(Int64(), TimeSpan.Zero);

    public DateTimeOffset? OptionalTime() => Int64() is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public int Count()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = Byte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value <= int.MaxValue ? (int)value : throw new InvalidDataException("A count is negative.");
            }
        }

        throw new InvalidDataException("A count has more than five bytes.");
    }

    public string String() => Encoding.UTF8.GetString(Take(Count()));

    public string? OptionalString() => Bool() ? String() : null;

    public string[] Strings()
    {
        var count = Count();
        if (count > rest.Length)
        {
            throw new InvalidDataException("A list is longer than its record.");
        }

        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = String();
        }

        return values;
    }

    public ReadOnlySpan<byte> Raw(int length) => Take(length);

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
        {
            throw new InvalidDataException("A record ends early.");
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
