using System.Buffers.Binary;
using System.Text;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Frames on their way out, one behind the other.</summary>
internal sealed class FrameBuffer
{
    private const int KeptBytes = 1 << 20;
    private byte[] _bytes = new byte[1 << 14];
    private int _frame;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[1 << 14];
        }
    }

    /// <summary>Begins a frame. Each is ended, or dropped, before the next.</summary>
    public void Begin(FrameKind kind)
    {
        _frame = Length;
        Reserve(Frames.HeaderBytes + 1);
        Length += Frames.HeaderBytes;
        _bytes[Length++] = (byte)kind;
    }

    /// <exception cref="ProtocolException">The frame is too large; it is dropped.</exception>
    public void End()
    {
        var content = Length - _frame - Frames.HeaderBytes;
        if (content > Frames.MaxBytes)
        {
            Drop();
            throw new ProtocolException($"A frame of {content} bytes is too large.");
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_frame), content);
    }

    public void Drop() => Length = _frame;

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value)
    {
        Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(Length), value);
        Length += 4;
    }

    public void Long(long value)
    {
        Reserve(8);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(Length), value);
        Length += 8;
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Int(bytes.Length);
        Raw(bytes);
    }

    /// <summary>A text or null.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Int(-1);
            return;
        }

        Reserve(4 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length + 4));
        Int(length);
        Length += length;
    }

    public void Texts(IReadOnlyCollection<string> texts)
    {
        Int(texts.Count);
        foreach (var text in texts)
        {
            Text(text);
        }
    }

    private void Reserve(int more)
    {
        if (Length + more > _bytes.Length)
        {
            // Checked before it grows: what cannot be sent is not collected either, however many frames are waiting before it.
            if (Length - _frame > Frames.MaxBytes)
            {
                var written = Length - _frame;
                Drop();
                throw new ProtocolException($"A frame of more than {written} bytes is too large.");
            }

            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)Length + more)));
        }
    }
}
