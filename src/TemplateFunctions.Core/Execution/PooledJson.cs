using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateFunctions.Core.Execution;

/// <summary>A JSON writer and its buffer, kept per thread, so that an answer costs no intermediate objects.</summary>
internal sealed class PooledJson
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static PooledJson? _free;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    private PooledJson() => Writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>Options of every JSON text that leaves Core: text stays readable, and nothing is embedded in HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public Utf8JsonWriter Writer { get; }

    /// <summary>Takes the thread's writer; give it back with <see cref="Return"/> before the next await.</summary>
    public static PooledJson Rent()
    {
        var taken = _free ?? new PooledJson();
        _free = null;
        return taken;
    }

    /// <summary>What was written, valid until <see cref="Return"/>.</summary>
    public ReadOnlySpan<byte> Written()
    {
        Writer.Flush();
        return _buffer.WrittenSpan;
    }

    public void Return()
    {
        if (_buffer.Capacity <= LargestKept)
        {
            _buffer.ResetWrittenCount();
            Writer.Reset();
            _free = this;
        }
    }
}
