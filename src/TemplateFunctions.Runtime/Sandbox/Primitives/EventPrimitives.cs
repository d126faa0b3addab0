using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>
/// evt and its parts as scripts read them: one userdata holds the whole image; each container that was touched is a small
/// userdata (node number, and the member that was visited last) whose user value is the image's. The image's user values remember them, so that a part is itself every time.
/// </summary>
internal static unsafe class EventPrimitives
{
    /// <summary>User values of an image's userdata: the container that was touched first, and a table of the others.</summary>
    public const int ImageUserValues = 2;

    private const int FirstPart = 1;
    private const int OtherParts = 2;
    private const int PartBytes = sizeof(long);

    public static nint Index => (nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnIndex;

    public static nint Length => (nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnLength;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("eventnext\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Next),
    ];

    /// <summary>Whether the value is a part of an event; leaves the stack as it was.</summary>
    public static bool TryGetNode(nint L, int index, KhronosRuntime vm, out EventImage image, out int node)
    {
        image = default;
        node = 0;
        if (LuaNative.lua_type(L, index) != LuaType.Userdata || LuaNative.lua_getmetatable(L, index) == 0)
        {
            return false;
        }

        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, vm.NodeMetatable);
        var same = LuaNative.lua_rawequal(L, -1, -2) != 0;
        LuaNative.Pop(L, 2);
        if (!same)
        {
            return false;
        }

        var data = (byte*)LuaNative.lua_touserdata(L, index);
        if (LuaNative.lua_rawlen(L, index) == PartBytes)
        {
            node = *(int*)data;
            LuaNative.lua_getiuservalue(L, index, 1);
            data = (byte*)LuaNative.lua_touserdata(L, -1);
            LuaNative.Pop(L, 1);
        }

        image = new EventImage(data);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnIndex(nint L)
    {
        var (image, node) = Open(L, out var root);
        var found = -1;
        if (image.Nodes[node].Kind == NodeKind.Object)
        {
            if (LuaNative.lua_type(L, 2) == LuaType.String)
            {
                found = image.Find(node, LuaNative.StringBytes(L, 2));
            }
        }
        else if (LuaNative.lua_type(L, 2) == LuaType.Number)
        {
            int isInteger;
            var position = LuaNative.lua_tointegerx(L, 2, &isInteger);
            found = isInteger != 0 ? image.Element(node, position) : -1;
        }

        PushNode(L, image, found, root);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLength(nint L)
    {
        var (image, node) = Open(L, out _);
        LuaNative.lua_pushinteger(L, image.Nodes[node].Kind == NodeKind.Array ? image.Nodes[node].A : 0);
        return 1;
    }

    /// <summary>eventnext(part, key) -> (nil, next key, value), (nil) at the end, or (error).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Next(nint L)
    {
        LuaNative.lua_settop(L, 2);
        if (!TryGetNode(L, 1, KhronosRuntime.Current, out _, out _))
        {
            return Primitive.Error(L, "bad argument #1 to 'next' (table expected, got userdata)");
        }

        var (image, node) = Open(L, out var root);
        return image.Nodes[node].Kind == NodeKind.Array ? NextElement(L, image, node, root) : NextMember(L, image, node, root);
    }

    private static int NextElement(nint L, EventImage image, int node, int root)
    {
        var position = LuaNative.lua_type(L, 2) == LuaType.Nil ? 0 : LuaNative.lua_tointegerx(L, 2, null);
        int element;
        do
        {
            element = image.Element(node, ++position);
        }
        while (element >= 0 && image.Nodes[element].Kind == NodeKind.Null);

        LuaNative.lua_pushnil(L);
        if (element < 0)
        {
            return 1;
        }

        LuaNative.lua_pushinteger(L, position);
        PushNode(L, image, element, root);
        return 3;
    }

    private static int NextMember(nint L, EventImage image, int node, int root)
    {
        var nodes = image.Nodes;
        var end = nodes[node].Next;
        var i = node + 1;
        var last = LastMember(L);
        if (LuaNative.lua_type(L, 2) != LuaType.Nil)
        {
            var value = LuaNative.lua_type(L, 2) == LuaType.String ? ValueOf(image, node, last, LuaNative.StringBytes(L, 2)) : -1;
            if (value < 0)
            {
                return Primitive.Error(L, "invalid key to 'next'");
            }

            i = nodes[value].Next;
        }

        while (i < end && nodes[i + 1].Kind == NodeKind.Null)
        {
            i = nodes[i + 1].Next;
        }

        LuaNative.lua_pushnil(L);
        if (i >= end)
        {
            return 1;
        }

        if (last is not null)
        {
            *last = i;
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, image.TextOf(nodes[i]));
        block->LeaveHost();
        PushNode(L, image, i + 1, root);
        return 3;
    }

    /// <summary>Where a part remembers the member that next returned last, so that going through an object is linear; null for the whole event.</summary>
    private static int* LastMember(nint L) => LuaNative.lua_rawlen(L, 1) == PartBytes ? (int*)LuaNative.lua_touserdata(L, 1) + 1 : null;

    private static int ValueOf(EventImage image, int node, int* last, ReadOnlySpan<byte> key)
    {
        if (last is not null && *last > node)
        {
            ref var member = ref image.Nodes[*last];
            if (member.B == key.Length && image.TextOf(member).SequenceEqual(key))
            {
                return *last + 1;
            }
        }

        return image.Find(node, key);
    }

    /// <summary>The image and node of argument 1; pushes the image's userdata when the argument is a part of it.</summary>
    private static (EventImage Image, int Node) Open(nint L, out int root)
    {
        var data = (byte*)LuaNative.lua_touserdata(L, 1);
        root = 1;
        if (LuaNative.lua_rawlen(L, 1) != PartBytes)
        {
            return (new EventImage(data), 0);
        }

        LuaNative.lua_getiuservalue(L, 1, 1);
        root = LuaNative.lua_gettop(L);
        return (new EventImage((byte*)LuaNative.lua_touserdata(L, -1)), *(int*)data);
    }

    private static void PushNode(nint L, EventImage image, int index, int root)
    {
        if (index < 0)
        {
            LuaNative.lua_pushnil(L);
            return;
        }

        ref var node = ref image.Nodes[index];
        switch (node.Kind)
        {
            case NodeKind.String:
                var block = VmBlock.Of(L);
                block->EnterHost();
                LuaNative.PushBytes(L, image.TextOf(node));
                block->LeaveHost();
                break;
            case NodeKind.Integer:
                LuaNative.lua_pushinteger(L, node.Long);
                break;
            case NodeKind.Number:
                LuaNative.lua_pushnumber(L, BitConverter.Int64BitsToDouble(node.Long));
                break;
            case NodeKind.Boolean:
                LuaNative.lua_pushboolean(L, node.A);
                break;
            case NodeKind.Null:
                LuaNative.lua_pushnil(L);
                break;
            default:
                PushPart(L, index, root);
                break;
        }
    }

    /// <summary>Pushes the userdata of a container, the same one every time.</summary>
    private static void PushPart(nint L, int index, int root)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();

        // Most events are read through one container, data: the first has a place of its own, the others share a table.
        var first = LuaNative.lua_getiuservalue(L, root, FirstPart);
        if (first == LuaType.Nil)
        {
            LuaNative.Pop(L, 1);
            NewPart(L, index, root);
            LuaNative.lua_pushvalue(L, -1);
            LuaNative.lua_setiuservalue(L, root, FirstPart);
        }
        else if (*(int*)LuaNative.lua_touserdata(L, -1) != index)
        {
            LuaNative.Pop(L, 1);
            PushOtherPart(L, index, root);
        }

        block->LeaveHost();
    }

    private static void PushOtherPart(nint L, int index, int root)
    {
        if (LuaNative.lua_getiuservalue(L, root, OtherParts) == LuaType.Nil)
        {
            LuaNative.Pop(L, 1);
            LuaNative.lua_createtable(L, 0, 1);
            LuaNative.lua_pushvalue(L, -1);
            LuaNative.lua_setiuservalue(L, root, OtherParts);
        }

        if (LuaNative.lua_rawgeti(L, -1, index) == LuaType.Nil)
        {
            LuaNative.Pop(L, 1);
            NewPart(L, index, root);
            LuaNative.lua_pushvalue(L, -1);
            LuaNative.lua_rawseti(L, -3, index);
        }

        // The table of parts must not stay on the stack, where it would become a result.
        LuaNative.Remove(L, -2);
    }

    private static void NewPart(nint L, int index, int root)
    {
        var part = (long*)LuaNative.lua_newuserdatauv(L, PartBytes, 1);
        *part = index;
        LuaNative.lua_pushvalue(L, root);
        LuaNative.lua_setiuservalue(L, -2, 1);
        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, KhronosRuntime.Current.NodeMetatable);
        LuaNative.lua_setmetatable(L, -2);
    }
}
