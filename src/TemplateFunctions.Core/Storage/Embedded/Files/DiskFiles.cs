using Microsoft.Win32.SafeHandles;

namespace TemplateFunctions.Core.Storage.Embedded.Files;

/// <summary>A directory of the local disk, locked for this process as long as the instance lives.</summary>
internal sealed class DiskFiles : IStorageFiles
{
    private readonly DirectoryLock held;
    private readonly bool flush;

    /// <param name="directory">Created when missing.</param>
    /// <param name="flush">False skips every fsync: for throw-away data only.</param>
    public DiskFiles(string directory, bool flush = true)
    {
        Directory = Path.GetFullPath(directory);
        this.flush = flush;
        held = DirectoryLock.Acquire(Directory);
    }

    public string Directory { get; }

    public IReadOnlyList<string> List() =>
        [.. new DirectoryInfo(Directory).EnumerateFiles().Select(file => file.Name)];

    public IStorageFile Create(string name) => OpenFile(name, FileMode.Create);

    public IStorageFile Open(string name) => OpenFile(name, FileMode.Open);

    public void Rename(string from, string to) => File.Move(Full(from), Full(to), overwrite: true);

    public void Delete(string name) => File.Delete(Full(name));

    public void SyncDirectory()
    {
        if (flush)
        {
            DirectorySync.Flush(Directory);
        }
    }

    public void Dispose() => held.Dispose();

    private string Full(string name) => Path.Combine(Directory, name);

    private DiskFile OpenFile(string name, FileMode mode) =>
        new(File.OpenHandle(Full(name), mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete), flush);

    private sealed class DiskFile(SafeFileHandle handle, bool flush) : IStorageFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public int Read(long offset, Span<byte> buffer)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                var read = RandomAccess.Read(handle, buffer[total..], offset + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

        public void SetLength(long length) => RandomAccess.SetLength(handle, length);

        public void Flush()
        {
            if (flush)
            {
                RandomAccess.FlushToDisk(handle);
            }
        }

        public void Dispose() => handle.Dispose();
    }
}
