using System.Buffers;

namespace TemplateFunctions.Runtime.Text;

/// <summary>Collects the bytes of a result up to a limit: on the stack while it is short, in a pooled array after that.</summary>
internal ref struct ByteBuilder(Span<byte> initial, long limit)
{
    public const int InitialLength = 512;

    private Span<byte> _bytes = initial;
    private byte[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _bytes[.._length];

    /// <summary>False when the result would be longer than its limit.</summary>
    public bool Append(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length > _bytes.Length - _length && !Grow(text.Length))
        {
            return false;
        }

        text.CopyTo(_bytes[_length..]);
        _length += text.Length;
        return true;
    }

    public bool Append(byte value) => Append(new ReadOnlySpan<byte>(in value));

    public bool Append(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(value, digits, out var written);
        return Append(digits[..written]);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private bool Grow(int more)
    {
        var needed = (long)_length + more;
        if (needed > limit)
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(limit, 2L * _bytes.Length)));
        Written.CopyTo(larger);
        Dispose();
        _rented = larger;
        _bytes = larger;
        return true;
    }
}
