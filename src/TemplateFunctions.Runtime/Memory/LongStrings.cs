using System.Runtime.CompilerServices;

namespace TemplateFunctions.Runtime.Memory;

/// <summary>
/// The long strings of a VM, by address. A single instruction may work through a whole string (compare two, read a number from one), so
/// the hook must come the sooner the longer they are. Lua never resizes a string, and tells what a block is for only when it is made:
/// so they are remembered from then on.
/// </summary>
internal unsafe struct LongStrings
{
    /// <summary>Bytes from which a string counts as long.</summary>
    public const int LongFrom = 64 << 10;

    private const int Room = 256;

    private Addresses _addresses;
    private Sizes _sizes;
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

        _addresses[_count] = address;
        _sizes[_count++] = bytes;
    }

    /// <summary>A block of that size was freed; it may have been something else.</summary>
    public void Remove(nint address)
    {
        var at = ((ReadOnlySpan<nint>)_addresses)[.._count].IndexOf(address);
        if (at < 0)
        {
            return;
        }

        _count--;
        _addresses[at] = _addresses[_count];
        var bytes = _sizes[at];
        _sizes[at] = _sizes[_count];
        if (bytes == Longest && _untold == 0)
        {
            Longest = 0;
            foreach (var size in ((ReadOnlySpan<long>)_sizes)[.._count])
            {
                Longest = Math.Max(Longest, size);
            }
        }
    }

    [InlineArray(Room)]
    private struct Addresses
    {
        private nint _first;
    }

    [InlineArray(Room)]
    private struct Sizes
    {
        private long _first;
    }
}
