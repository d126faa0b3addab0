using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using TemplateFunctions.Luau;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>A growing UTF-8 buffer that writes JSON scalars and refuses to grow past a limit.</summary>
internal sealed class JsonBuffer
{
    [ThreadStatic]
    private static JsonBuffer? _cached;

    private byte[] _bytes = new byte[512];
    private int _limit;

    public int Length { get; private set; }

    /// <summary>Set when something did not fit; what was written since is lost.</summary>
    public bool Overflow { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public static JsonBuffer Rent(int limit)
    {
        var buffer = _cached ?? new JsonBuffer();
        _cached = null;
        buffer.Length = 0;
        buffer.Overflow = false;
        buffer._limit = limit;
        return buffer;
    }

    /// <summary>Gives the buffer back for the next user of this thread; large ones go.</summary>
    public void Return()
    {
        if (_bytes.Length <= 1 << 16)
        {
            _cached = this;
        }
    }

    public void Byte(byte value)
    {
        if (Reserve(1))
        {
            _bytes[Length++] = value;
        }
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        if (Reserve(bytes.Length))
        {
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }
    }

    public void Integer(long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var written);
        Raw(text[..written]);
    }

    /// <summary>A finite number; whole ones without a fraction.</summary>
    public void Number(double value)
    {
        if (Math.Abs(value) < 1L << 53 && value == Math.Truncate(value))
        {
            Integer((long)value);
            return;
        }

        Span<byte> text = stackalloc byte[32];
        if (!LuauNumbers.IsPowerOfTwo(value))
        {
            Utf8Formatter.TryFormat(value, text, out var written);
            Raw(text[..written]);
        }
        else
        {
            Raw(text[..Encoding.ASCII.GetBytes(LuauNumbers.Shortest(value), text)]);
        }
    }

    /// <summary>A quoted string; answers false, and writes nothing, when the bytes are not UTF-8.</summary>
    public bool String(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        Byte((byte)'"');
        while (!utf8.IsEmpty)
        {
            var special = utf8.IndexOfAny(Special);
            if (special < 0)
            {
                Raw(utf8);
                break;
            }

            Raw(utf8[..special]);
            Escape(utf8[special]);
            utf8 = utf8[(special + 1)..];
        }

        Byte((byte)'"');
        return true;
    }

    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            case (byte)'\r':
                Raw("\\r"u8);
                break;
            case (byte)'\t':
                Raw("\\t"u8);
                break;
            default:
                Raw(Encoding.ASCII.GetBytes($"\\u{value:x4}"));
                break;
        }
    }

    private bool Reserve(int more)
    {
        if (Overflow || more > _limit - Length)
        {
            Overflow = true;
            return false;
        }

        if (Length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        }

        return true;
    }
}
