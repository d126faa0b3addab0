namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>Reads the frames of one file in order, through a window of the file.</summary>
internal sealed class FrameScanner(LogFile file)
{
    private const int WindowBytes = 1024 * 1024;
    private readonly long length = file.File.Length;
    private byte[] window = [];
    private long windowStart;
    private int windowLength;

    /// <summary>Where the next frame begins: everything before is intact.</summary>
    public long Offset { get; private set; } = LogFormat.HeaderSize;

    /// <summary>Whether the whole file was intact; meaningful after <see cref="TryNext"/> said false.</summary>
    public bool AtEnd => Offset == length;

    /// <summary>Bytes from <see cref="Offset"/> to the end.</summary>
    public long Remaining => length - Offset;

    /// <summary>The next intact frame: its ops, valid until the next call, and their offset. False at the end or at damage.</summary>
    public bool TryNext(out ReadOnlySpan<byte> ops, out long opsOffset, out long lsn)
    {
        ops = default;
        opsOffset = Offset + LogFormat.FrameHead;
        if (!LogFormat.TryReadFrameHead(Peek(Offset, LogFormat.FrameHead), file.Header.Salt, out var size, out lsn))
        {
            return false;
        }

        var body = Peek(opsOffset, size + LogFormat.FrameTail);
        if (body.Length < size + LogFormat.FrameTail || !LogFormat.IsIntact(body, file.Header.Salt))
        {
            return false;
        }

        ops = body[..size];
        Offset = opsOffset + body.Length;
        return true;
    }

    /// <summary>Whether an intact frame stands somewhere behind the damage at <see cref="Offset"/>; then it is no torn tail.</summary>
    public bool FindsFrameBehindDamage(long lastLsn)
    {
        var rest = Peek(Offset, checked((int)Remaining));
        for (var i = 1; i + LogFormat.FrameHead + LogFormat.FrameTail <= rest.Length; i++)
        {
            if (LogFormat.TryReadFrameHead(rest[i..], file.Header.Salt, out var size, out var lsn)
                && lsn > lastLsn
                && i + LogFormat.FrameHead + (long)size + LogFormat.FrameTail <= rest.Length
                && LogFormat.IsIntact(rest.Slice(i + LogFormat.FrameHead, size + LogFormat.FrameTail), file.Header.Salt))
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset < windowStart || offset + count > windowStart + windowLength)
        {
            var wanted = (int)Math.Min(Math.Max(count, WindowBytes), Math.Max(0, length - offset));
            if (window.Length < wanted)
            {
                window = new byte[wanted];
            }

            windowStart = offset;
            windowLength = file.File.Read(offset, window.AsSpan(0, wanted));
        }

        var start = (int)(offset - windowStart);
        return window.AsSpan(start, Math.Min(count, windowLength - start));
    }
}
