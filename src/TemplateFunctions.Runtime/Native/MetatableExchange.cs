namespace TemplateFunctions.Runtime.Native;

/// <summary>Gives all tables that have one metatable another: those of a class, when the class is frozen.</summary>
/// <remarks>
/// Lua looks for metamethods in the metatable itself and asks nobody there, so what is to be read-only must be a table that no script holds.
/// Nobody keeps a list of a class's objects (it would have to be kept with every <c>setmetatable</c>), and the C API walks over no heap. But
/// Lua links all its objects, each to the one made before it, and the walk takes a few nanoseconds an object. The layout is not assumed: it
/// is read off two tables, and a library with another is refused.
/// </remarks>
internal static unsafe class MetatableExchange
{
    // From the first byte of an object (which is the link) to its kind and to a table's metatable; from a state to the end of its stack.
    private const int KindOffset = 8;
    private const int MetatableOffset = 40;
    private const int TopOffset = 16;
    private const int SlotSize = 16;
    private const int SlotKindOffset = 8;
    private const byte TableKind = 5;
    private const byte TableSlotKind = TableKind | (1 << 6);

    private static volatile bool _known;

    /// <summary>Compares the layout with two tables of the state, once a process.</summary>
    /// <exception cref="PlatformNotSupportedException">It is not what we know.</exception>
    public static void Require(nint L)
    {
        if (_known)
        {
            return;
        }

        LuaNative.lua_createtable(L, 0, 0);
        LuaNative.lua_createtable(L, 0, 0);
        LuaNative.lua_pushvalue(L, -2);
        LuaNative.lua_setmetatable(L, -2);
        var (older, newer, slot) = (LuaNative.lua_topointer(L, -2), LuaNative.lua_topointer(L, -1), TopSlot(L));
        _known = *(nint*)newer == older && *(byte*)(older + KindOffset) == TableKind && *(byte*)(newer + KindOffset) == TableKind
            && *(nint*)(newer + MetatableOffset) == older && *(nint*)(older + MetatableOffset) == 0
            && *(nint*)slot == newer && *(byte*)(slot + SlotKindOffset) == TableSlotKind;
        LuaNative.Pop(L, 2);
        if (!_known)
        {
            throw new PlatformNotSupportedException($"The native Lua library {LuaVersion.Loaded} lays its tables out otherwise than the releases we know (TF5012). Reference KeraLua 1.4.11.");
        }
    }

    /// <summary>Tables whose metatable is the table at index 1 get the one at index 2. Needs room for a table, and two slots of the stack.</summary>
    public static void Run(nint L)
    {
        var old = LuaNative.lua_topointer(L, 1);

        // The newest object of all: every other can be reached from it.
        LuaNative.lua_createtable(L, 0, 0);
        for (var item = *(nint*)LuaNative.lua_topointer(L, -1); item != 0; item = *(nint*)item)
        {
            if (*(byte*)(item + KindOffset) == TableKind && *(nint*)(item + MetatableOffset) == old)
            {
                Push(L, item);
                LuaNative.lua_pushvalue(L, 2);

                // Not written by hand: the collector must hear of it.
                LuaNative.lua_setmetatable(L, -2);
                LuaNative.Pop(L, 1);
            }
        }

        LuaNative.Pop(L, 1);
    }

    private static void Push(nint L, nint table)
    {
        LuaNative.lua_pushnil(L);
        var slot = TopSlot(L);
        *(nint*)slot = table;
        *(byte*)(slot + SlotKindOffset) = TableSlotKind;
    }

    private static nint TopSlot(nint L) => *(nint*)(L + TopOffset) - SlotSize;
}
