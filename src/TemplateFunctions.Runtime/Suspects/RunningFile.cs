using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Suspects;

/// <summary>
/// A memory-mapped file with one cell a VM thread, in which the thread notes whose code it runs. What is noted outlives the process,
/// however it ends; it need not outlive the machine, so nothing is flushed.
/// </summary>
/// <remarks>
/// A header that says what the file is, then cells of 64 bytes (two threads never write to one cache line) that hold a guild's id in
/// their first eight, or 0. A store of eight aligned bytes is whole or not there.
/// </remarks>
internal sealed unsafe class RunningFile : IDisposable
{
    private const int CellBytes = 64;

    /// <summary>Threads that can note something; those beyond note nothing.</summary>
    public const int Cells = 1024;

    private const int FileBytes = CellBytes * (Cells + 1);

    private static ReadOnlySpan<byte> Header => "TemplateFunctions running guilds 1\n"u8;

    private readonly Lock _gate = new();
    private readonly FileStream? _stream;
    private readonly Stack<int> _free = new(Enumerable.Range(0, Cells).Reverse());
    private readonly byte* _bytes;

    private RunningFile(FileStream stream, bool keepOpen)
    {
        using var map = MemoryMappedFile.CreateFromFile(stream, null, FileBytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: keepOpen);
        var view = map.CreateViewAccessor(0, FileBytes, MemoryMappedFileAccess.ReadWrite);
        _stream = keepOpen ? stream : null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
        _bytes += view.PointerOffset;
    }

    /// <summary>Makes the file; nobody else can open it before it is disposed, or its process has ended.</summary>
    public static RunningFile CreateLocked(string path) => new(Create(path, FileShare.None), keepOpen: true);

    /// <summary>Makes an empty file for another process to map.</summary>
    public static void Make(string path) => Create(path, FileShare.ReadWrite).Dispose();

    /// <summary>Maps a file that the host has made. No descriptor of it stays open.</summary>
    public static RunningFile Map(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            return stream.Length == FileBytes ? new(stream, keepOpen: false) : throw new InvalidDataException($"{path} has {stream.Length} bytes instead of {FileBytes}.");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The guilds that are noted in a file; none when it is torn, or not one of ours.</summary>
    public static IReadOnlyList<GuildId> Read(Stream stream)
    {
        var bytes = new byte[FileBytes];
        if (stream.Length != FileBytes || stream.ReadAtLeast(bytes, FileBytes, throwOnEndOfStream: false) != FileBytes || !bytes.AsSpan().StartsWith(Header))
        {
            return [];
        }

        return [.. Enumerable.Range(1, Cells)
            .Select(cell => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(cell * CellBytes)))
            .Where(id => id != 0)
            .Distinct()
            .Select(id => new GuildId(id))];
    }

    /// <summary>A cell for a thread, or null when there are no more.</summary>
    public RunningNote? Take()
    {
        lock (_gate)
        {
            return _free.TryPop(out var cell) ? new RunningNote(this, cell, (ulong*)(_bytes + ((cell + 1) * CellBytes))) : null;
        }
    }

    /// <summary>Takes a cell back; its thread has ended.</summary>
    public void Return(int cell)
    {
        lock (_gate)
        {
            _free.Push(cell);
        }
    }

    /// <summary>
    /// Empties and closes the file. The memory stays mapped until the process ends: a thread that was given up may come back and note
    /// that it is done.
    /// </summary>
    public void Dispose()
    {
        new Span<byte>(_bytes + CellBytes, CellBytes * Cells).Clear();
        _stream?.Dispose();
    }

    private static FileStream Create(string path, FileShare share)
    {
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, share);
        try
        {
            // Written, not only made longer: a page that has no place on a full disk ends whoever touches it.
            var bytes = new byte[FileBytes];
            Header.CopyTo(bytes);
            stream.Write(bytes);
            stream.Flush();
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

/// <summary>Where one VM thread notes whose code it runs: one store.</summary>
internal sealed unsafe class RunningNote(RunningFile file, int cell, ulong* place)
{
    /// <summary>That guild's code is about to run.</summary>
    public void Set(GuildId guild) => Volatile.Write(ref *place, guild.Value);

    /// <summary>Nobody's.</summary>
    public void Clear() => Volatile.Write(ref *place, 0);

    /// <summary>The thread has ended.</summary>
    public void Return()
    {
        Clear();
        file.Return(cell);
    }
}
