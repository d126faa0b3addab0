using System.Buffers.Binary;
using System.Text;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Reads one frame. Nothing it is given is believed: what is short, or has trailing bytes, is a <see cref="ProtocolException"/>.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _left = content;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new ProtocolException($"{other} is no flag."),
    };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> Span() => Take(Int());

    public byte[] Bytes() => Span().ToArray();

    public ReadOnlySpan<byte> Raw(int length) => Take(length);

    public string? OptionalText()
    {
        var length = Int();
        return length == -1 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public string Text() => OptionalText() ?? throw new ProtocolException("A text is missing.");

    public string[] Texts()
    {
        var texts = new string[Count(4)];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        return texts;
    }

    /// <summary>A number of items that take so many bytes each at least: never more than the frame can hold.</summary>
    public int Count(int itemBytes)
    {
        var count = Int();
        return count >= 0 && (long)count * itemBytes <= _left.Length ? count : throw new ProtocolException($"{count} items are announced, {_left.Length} bytes are left.");
    }

    /// <summary>A member of an enumeration with so many members from 0 on.</summary>
    public int Member(int members)
    {
        var value = Byte();
        return value < members ? value : throw new ProtocolException($"{value} is none of {members} members.");
    }

    public readonly void End()
    {
        if (!_left.IsEmpty)
        {
            throw new ProtocolException($"A frame has {_left.Length} bytes too many.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _left.Length)
        {
            throw new ProtocolException($"A frame lacks {length} bytes, {_left.Length} are left.");
        }

        var taken = _left[..length];
        _left = _left[length..];
        return taken;
    }
}
