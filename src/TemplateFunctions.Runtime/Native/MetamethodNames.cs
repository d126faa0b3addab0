using System.Security.Cryptography;
using System.Text;

namespace TemplateFunctions.Runtime.Native;

/// <summary>
/// Takes two metamethods out of scripts' reach: in a guild's VM Lua looks for finalizers and weak tables under names that nobody can guess.
/// </summary>
/// <remarks>
/// No hook fires in <c>__gc</c>, so a loop there is endless; and whether a metatable has one cannot be told by looking at it once.
/// Tables with weak keys, chained in random order, make one collection pass over all of them once a link: in a VM of 20 MiB that
/// held the thread for minutes in a single step (measured), and <c>__mode</c>, too, may be set at any time. The C API has no switch for
/// either, so the names are exchanged in the state itself. The place is not assumed: it is found by its content, and a library where it is
/// not found is refused.
/// </remarks>
internal static unsafe class MetamethodNames
{
    // From the first byte of a string object to its text, and from a state to the pointer to what all its threads share.
    private const int TextOffset = 24;
    private const int SharedOffset = 24;
    private const int LastWord = 128;
    private const int Finalizer = 2;
    private const int Mode = 3;

    private static readonly string[] Expected = ["__index", "__newindex", "__gc", "__mode", "__len", "__eq", "__add"];
    private static readonly byte[] FinalizerName = Unguessable();
    private static readonly byte[] ModeName = Unguessable();

    /// <summary>Exchanges the names. Before any table got a metatable.</summary>
    /// <exception cref="PlatformNotSupportedException">The library's state is laid out otherwise than that of the releases we know.</exception>
    public static void Hide(nint L, nint allocator, nint data)
    {
        var shared = *(nint**)(L + SharedOffset);
        if (shared[0] != allocator || shared[1] != data)
        {
            throw Unknown();
        }

        var names = Find(L, shared);
        names[Finalizer] = Anchor(L, FinalizerName);
        names[Mode] = Anchor(L, ModeName);
    }

    /// <summary>Pushes a metatable that makes tables forget keys which nothing else holds.</summary>
    public static void PushWeakKeys(nint L)
    {
        LuaNative.lua_createtable(L, 0, 1);
        LuaNative.PushBytes(L, ModeName);
        LuaNative.PushBytes(L, "k"u8);
        LuaNative.lua_rawset(L, -3);
    }

    private static nint* Find(nint L, nint* shared)
    {
        Span<nint> expected = stackalloc nint[Expected.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = Intern(L, Encoding.ASCII.GetBytes(Expected[i]));
            LuaNative.Pop(L, 1);
        }

        for (var word = 2; word < LastWord; word++)
        {
            if (new ReadOnlySpan<nint>(shared + word, expected.Length).SequenceEqual(expected))
            {
                return shared + word;
            }
        }

        throw Unknown();
    }

    /// <summary>The object of a short string; Lua keeps one of each.</summary>
    private static nint Intern(nint L, byte[] text)
    {
        fixed (byte* bytes = text)
        {
            return LuaNative.lua_pushlstring(L, bytes, (nuint)text.Length) - TextOffset;
        }
    }

    private static nint Anchor(nint L, byte[] text)
    {
        var name = Intern(L, text);
        LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        return name;
    }

    private static byte[] Unguessable() => Encoding.ASCII.GetBytes(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private static PlatformNotSupportedException Unknown() =>
        new($"The native Lua library {LuaVersion.Loaded} keeps its metamethods where they cannot be found (TF5012). Reference KeraLua 1.4.11.");
}
