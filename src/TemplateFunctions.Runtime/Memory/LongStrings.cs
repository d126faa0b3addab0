using System.Runtime.InteropServices;

namespace TemplateFunctions.Runtime.Memory;

/// <summary>
/// The long strings of a VM, by address. A single instruction may work through a whole string (compare two, read a number from one), so
/// the hook must come the sooner the longer they are. Lua never resizes a string, and tells what a block is for only when it is made:
/// so they are remembered from then on. Few VMs ever have one, so the room for them (4 KiB) is made with the first.
/// </summary>
internal unsafe struct LongStrings
{
    /// <summary>Bytes from which a string counts as long.</summary>
    public const int LongFrom = 64 << 10;

    private const int Room = 256;

    // Room addresses, then as many sizes.
    private nint* _entries;
    private int _count;
    private int _untold;

    /// <summary>Bytes of the longest that lives; 0 when there is none.</summary>
    public long Longest { get; private set; }

    public void Add(nint address, long bytes)
    {
        Longest = Math.Max(Longest, bytes);
        if (_count == Room)
        {
            // So many live together only in a VM with a large limit: from here on they count as the longest for good.
            _untold++;
            return;
        }

        if (_entries == null)
        {
            _entries = (nint*)NativeMemory.Alloc(2 * Room, (nuint)sizeof(nint));
        }

        _entries[_count] = address;
        _entries[Room + _count++] = (nint)bytes;
    }

    /// <summary>A block of that size was freed; it may have been something else.</summary>
    public void Remove(nint address)
    {
        var at = new ReadOnlySpan<nint>(_entries, _count).IndexOf(address);
        if (at < 0)
        {
            return;
        }

        _count--;
        _entries[at] = _entries[_count];
        var bytes = _entries[Room + at];
        _entries[Room + at] = _entries[Room + _count];
        if (bytes == Longest && _untold == 0)
        {
            Longest = 0;
            foreach (var size in new ReadOnlySpan<nint>(_entries + Room, _count))
            {
                Longest = Math.Max(Longest, size);
            }
        }
    }

    /// <summary>Gives the room back; the VM is closed.</summary>
    public readonly void Free() => NativeMemory.Free(_entries);
}
