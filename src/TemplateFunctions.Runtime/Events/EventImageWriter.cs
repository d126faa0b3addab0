using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TemplateFunctions.Runtime.Interop;

namespace TemplateFunctions.Runtime.Events;

/// <summary>Builds an event image from JSON tokens in one pass. One a thread, reused; buffers that grew large are dropped.</summary>
internal sealed class EventImageWriter
{
    private const int MaxDepth = 64;
    private const int KeptNodes = 1 << 14;
    private const int KeptText = 1 << 18;

    [ThreadStatic]
    private static EventImageWriter? _cached;

    private readonly int[] _open = new int[MaxDepth + 2];
    private Node[] _nodes = new Node[256];
    private byte[] _text = new byte[4096];
    private readonly List<int> _index = [];
    private int _nodeCount;
    private int _textLength;
    private int _depth;
    private bool _duplicates;

    public static EventImageWriter Rent()
    {
        var writer = _cached ??= new EventImageWriter();
        writer._nodeCount = writer._textLength = writer._depth = 0;
        writer._index.Clear();
        return writer;
    }

    public void StartObject() => Open(NodeKind.Object);

    public void EndObject() => Close();

    public void Property(ReadOnlySpan<byte> name, string value)
    {
        PropertyName(name);
        EnsureText(Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, _text.AsSpan(_textLength));
        Add(NodeKind.String, _textLength, length);
        _textLength += length;
    }

    public void PropertyName(ReadOnlySpan<byte> name) => Text(NodeKind.Key, name);

    public void Integer(long value) => Add(NodeKind.Integer, (int)value, (int)(value >> 32));

    public void Null() => Add(NodeKind.Null, 0, 0);

    public void Json(ReadOnlySpan<byte> json)
    {
        var (nodes, text, index) = (_nodeCount, _textLength, _index.Count);
        var members = _depth > 0 ? _nodes[_open[_depth - 1]].A : 0;
        _duplicates = false;
        Read(json);
        if (!_duplicates)
        {
            return;
        }

        (_nodeCount, _textLength) = (nodes, text);
        _index.RemoveRange(index, _index.Count - index);
        if (_depth > 0)
        {
            _nodes[_open[_depth - 1]].A = members;
        }

        Read(DuplicateNames.Removed(json, MaxDepth));
    }

    public unsafe byte[] ToImage()
    {
        var nodeBytes = _nodeCount * sizeof(Node);
        var indexBytes = _index.Count * sizeof(int);
        var image = GC.AllocateUninitializedArray<byte>(EventImage.HeaderBytes + nodeBytes + indexBytes + _textLength);
        var span = image.AsSpan();
        MemoryMarshal.Write(span, _nodeCount);
        MemoryMarshal.Write(span[4..], _index.Count);
        span.Slice(8, 8).Clear();
        MemoryMarshal.AsBytes(_nodes.AsSpan(0, _nodeCount)).CopyTo(span[EventImage.HeaderBytes..]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_index)).CopyTo(span[(EventImage.HeaderBytes + nodeBytes)..]);
        _text.AsSpan(0, _textLength).CopyTo(span[(EventImage.HeaderBytes + nodeBytes + indexBytes)..]);
        if (_nodes.Length > KeptNodes || _text.Length > KeptText || _index.Capacity > KeptNodes)
        {
            _cached = null;
        }

        return image;
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            Token(ref reader);
        }
    }

    private void Token(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Open(NodeKind.Object);
                break;
            case JsonTokenType.StartArray:
                Open(NodeKind.Array);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            case JsonTokenType.PropertyName:
                Text(NodeKind.Key, ref reader);
                break;
            case JsonTokenType.String:
                Text(NodeKind.String, ref reader);
                break;
            case JsonTokenType.Number:
                Number(ref reader);
                break;
            case JsonTokenType.Null:
                Null();
                break;
            default:
                Add(NodeKind.Boolean, reader.TokenType == JsonTokenType.True ? 1 : 0, 0);
                break;
        }
    }

    private void Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
        {
            Integer(integer);
            return;
        }

        var number = double.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            throw new JsonException("A number is out of the range of a double.");
        }

        var bits = BitConverter.DoubleToInt64Bits(number);
        Add(NodeKind.Number, (int)bits, (int)(bits >> 32));
    }

    private void Text(NodeKind kind, ref Utf8JsonReader reader)
    {
        EnsureText(reader.ValueSpan.Length);
        var length = JsonStrings.Copy(ref reader, _text.AsSpan(_textLength));
        Add(kind, _textLength, length);
        _textLength += length;
    }

    private void Text(NodeKind kind, ReadOnlySpan<byte> text)
    {
        EnsureText(text.Length);
        text.CopyTo(_text.AsSpan(_textLength));
        Add(kind, _textLength, text.Length);
        _textLength += text.Length;
    }

    private void EnsureText(int more)
    {
        if (_textLength + more > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + more));
        }
    }

    private void Add(NodeKind kind, int a, int b)
    {
        if (kind != NodeKind.Key && _depth > 0)
        {
            _nodes[_open[_depth - 1]].A++;
        }

        if (_nodeCount == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
        }

        _nodes[_nodeCount] = new Node { Kind = kind, A = a, B = b, Next = _nodeCount + 1 };
        _nodeCount++;
    }

    private void Open(NodeKind kind)
    {
        Add(kind, 0, 0);
        _open[_depth++] = _nodeCount - 1;
    }

    private void Close()
    {
        var container = _open[--_depth];
        ref var node = ref _nodes[container];
        node.Next = _nodeCount;
        if (node.Kind == NodeKind.Object)
        {
            _duplicates |= DuplicateNames.MayBeIn(_nodes, container, _nodeCount, _text);
        }

        if (node.Kind == NodeKind.Array && node.A != _nodeCount - container - 1)
        {
            node.B = _index.Count + 1;
            for (var i = container + 1; i < _nodeCount; i = _nodes[i].Next)
            {
                _index.Add(i);
            }
        }
    }
}
