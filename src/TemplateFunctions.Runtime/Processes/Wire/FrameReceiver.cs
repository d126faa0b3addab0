using System.Buffers.Binary;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Takes one frame.</summary>
internal delegate void FrameHandler(FrameKind kind, FrameReader frame);

/// <summary>Reads frames from a stream, as many at once as have come.</summary>
internal sealed class FrameReceiver(Stream stream, FrameHandler handler)
{
    private const int KeptBytes = 1 << 17;
    private byte[] _bytes = new byte[KeptBytes];
    private int _length;
    private long _received;

    /// <summary>Bytes read so far; from any thread.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Reads until the other side closes.</summary>
    /// <exception cref="ProtocolException">What came is no frame.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public void Run()
    {
        while (stream.Read(_bytes, _length, _bytes.Length - _length) is > 0 and var read)
        {
            _length += read;
            Interlocked.Add(ref _received, read);
            var used = HandleWhole();
            _bytes.AsSpan(used, _length - used).CopyTo(_bytes);
            _length -= used;
            Fit();
        }
    }

    private int HandleWhole()
    {
        var at = 0;
        while (_length - at >= Frames.HeaderBytes && FrameBytes(at) is var bytes && _length - at >= bytes)
        {
            var frame = _bytes.AsSpan(at + Frames.HeaderBytes, bytes - Frames.HeaderBytes);
            handler((FrameKind)frame[0], new FrameReader(frame[1..]));
            at += bytes;
        }

        return at;
    }

    /// <summary>Makes room for the frame that has begun; lets go of the room that a large one needed.</summary>
    private void Fit()
    {
        var wanted = _length >= Frames.HeaderBytes ? Math.Max(KeptBytes, FrameBytes(0)) : KeptBytes;
        if (wanted > _bytes.Length || (wanted == KeptBytes && _bytes.Length > KeptBytes && _length <= KeptBytes))
        {
            Array.Resize(ref _bytes, wanted);
        }
    }

    private int FrameBytes(int at)
    {
        var content = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));
        return content is >= 1 and <= Frames.MaxBytes ? Frames.HeaderBytes + content : throw new ProtocolException($"A frame of {content} bytes is announced.");
    }
}
