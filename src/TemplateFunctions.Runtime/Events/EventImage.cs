using System.Runtime.InteropServices;

namespace TemplateFunctions.Runtime.Events;

/// <summary>The kinds of node in an event image.</summary>
internal enum NodeKind
{
    Object = 1,
    Array = 2,
    String = 3,
    Integer = 4,
    Number = 5,
    Boolean = 6,
    Null = 7,
    Key = 8,
}

/// <summary>
/// One value (or key) of an event. Scalars carry their value in <see cref="A"/> and <see cref="B"/>; strings and keys their offset and
/// length in the text; containers their member count and, for arrays, how to find the n-th element (see <see cref="ArrayIndex"/>).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Node
{
    public int KindBits;
    public int A;
    public int B;

    /// <summary>Index of the node after this one and everything inside it.</summary>
    public int Next;

    public NodeKind Kind
    {
        readonly get => (NodeKind)KindBits;
        set => KindBits = (int)value;
    }

    public readonly long Long => (uint)A | ((long)B << 32);

    /// <summary>For arrays: 0 when all elements are scalars (the n-th is n nodes on), else 1 + the position of an index table.</summary>
    public readonly int ArrayIndex => B;
}

/// <summary>
/// The layout of an event inside a VM's userdata: header, nodes, array index tables, text. Position-free, so that it is
/// copied once and read in place.
/// </summary>
internal readonly unsafe struct EventImage(byte* origin)
{
    public const int HeaderBytes = 16;

    public int NodeCount => *(int*)origin;

    public int IndexCount => *(int*)(origin + 4);

    public Node* Nodes => (Node*)(origin + HeaderBytes);

    public int* Index => (int*)(origin + HeaderBytes + ((long)NodeCount * sizeof(Node)));

    public byte* Text => (byte*)(Index + IndexCount);

    public ReadOnlySpan<byte> TextOf(in Node node) => new(Text + node.A, node.B);

    /// <summary>The node of a member, or -1. The last of duplicate keys wins, as JSON readers do.</summary>
    public int Find(int container, ReadOnlySpan<byte> key)
    {
        var nodes = Nodes;
        var end = nodes[container].Next;
        var found = -1;
        for (var i = container + 1; i < end;)
        {
            if (nodes[i].B == key.Length && TextOf(nodes[i]).SequenceEqual(key))
            {
                found = i + 1;
            }

            i = nodes[i + 1].Next;
        }

        return found;
    }

    /// <summary>The node of the n-th element (1-based), or -1.</summary>
    public int Element(int container, long position)
    {
        ref var node = ref Nodes[container];
        if (position < 1 || position > node.A)
        {
            return -1;
        }

        return node.ArrayIndex == 0 ? container + (int)position : Index[node.ArrayIndex - 1 + position - 1];
    }
}
