using TemplateFunctions.Runtime.Events;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Writes a node of an event image back as JSON. Iterative: the image's depth is bounded by its parser.</summary>
internal static unsafe class EventJson
{
    public static void Write(EventImage image, int node, JsonBuffer buffer)
    {
        var nodes = image.Nodes;
        var end = nodes[node].Next;
        var open = new Stack<(int End, bool IsArray)>();
        var first = true;
        for (var i = node; i < end; i++)
        {
            CloseUpTo(i, open, buffer, ref first);
            ref var current = ref nodes[i];
            if (!first && i != node && !(current.Kind != NodeKind.Key && open.Count > 0 && !open.Peek().IsArray))
            {
                buffer.Byte((byte)',');
            }

            first = false;
            switch (current.Kind)
            {
                case NodeKind.Object or NodeKind.Array:
                    var isArray = current.Kind == NodeKind.Array;
                    buffer.Byte(isArray ? (byte)'[' : (byte)'{');
                    open.Push((current.Next, isArray));
                    first = true;
                    break;
                case NodeKind.Key:
                    buffer.String(image.TextOf(current));
                    buffer.Byte((byte)':');
                    break;
                default:
                    Scalar(image, current, buffer);
                    break;
            }
        }

        CloseUpTo(end, open, buffer, ref first);
    }

    private static void CloseUpTo(int position, Stack<(int End, bool IsArray)> open, JsonBuffer buffer, ref bool first)
    {
        while (open.Count > 0 && open.Peek().End == position)
        {
            buffer.Byte(open.Pop().IsArray ? (byte)']' : (byte)'}');
            first = false;
        }
    }

    private static void Scalar(EventImage image, in Node node, JsonBuffer buffer)
    {
        switch (node.Kind)
        {
            case NodeKind.String:
                buffer.String(image.TextOf(node));
                break;
            case NodeKind.Integer:
                buffer.Integer(node.Long);
                break;
            case NodeKind.Number:
                buffer.Number(BitConverter.Int64BitsToDouble(node.Long));
                break;
            case NodeKind.Boolean:
                buffer.Raw(node.A != 0 ? "true"u8 : "false"u8);
                break;
            default:
                buffer.Raw("null"u8);
                break;
        }
    }
}
