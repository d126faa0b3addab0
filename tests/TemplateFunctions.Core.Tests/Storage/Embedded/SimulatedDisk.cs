using TemplateFunctions.Core.Storage.Embedded.Files;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>What is left on a <see cref="SimulatedDisk"/> after it stopped.</summary>
public enum Crash
{
    /// <summary>The process was killed: everything handed to the system is there.</summary>
    Kill,

    /// <summary>Power cut: of what was not flushed, any sectors of any writes and any directory changes are there.</summary>
    PowerCut,

    /// <summary>Power cut that lost everything not flushed.</summary>
    PowerCutLosingAll,
}

/// <summary>
/// A directory in memory that knows what is durable. It can stop dead before any operation, or fail operations for a while, and shows
/// what a restart would find.
/// </summary>
internal sealed class SimulatedDisk(int seed = 0) : IStorageFiles
{
    private const int Sector = 512;
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly Dictionary<string, Inode> current = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Inode> durable = new(StringComparer.Ordinal);
    private readonly List<Action<Dictionary<string, Inode>>> directoryChanges = [];
    private bool stopped;

    public string Directory => "simulated";

    /// <summary>Changing operations so far: creations, writes, cuts, flushes, renames, removals.</summary>
    public int Operations { get; private set; }

    public int Flushes { get; private set; }

    /// <summary>The operation at which the disk stops for good.</summary>
    public int StopAt { get; set; } = int.MaxValue;

    /// <summary>Operations that fail with an error, as on a full disk; a failing write leaves a part behind.</summary>
    public Func<int, bool> Fails { get; set; } = _ => false;

    /// <summary>Runs before a file is flushed, outside of the disk's lock.</summary>
    public Action BeforeFlush { get; set; } = () => { };

    public IReadOnlyList<string> List()
    {
        lock (gate)
        {
            return [.. current.Keys];
        }
    }

    public IStorageFile Create(string name) => Do(() =>
    {
        // The system may recycle the file: what was durable under the name stays so until the directory is flushed.
        var inode = new Inode();
        current[name] = inode;
        directoryChanges.Add(names => names[name] = inode);
        return new Handle(this, inode);
    });

    public IStorageFile Open(string name)
    {
        lock (gate)
        {
            return new Handle(this, current[name]);
        }
    }

    public void Rename(string from, string to) => Do(() =>
    {
        var inode = current[from];
        current.Remove(from);
        current[to] = inode;
        directoryChanges.Add(names =>
        {
            names.Remove(from);
            names[to] = inode;
        });
        return 0;
    });

    public void Delete(string name) => Do(() =>
    {
        current.Remove(name);
        directoryChanges.Add(names => names.Remove(name));
        return 0;
    });

    public void SyncDirectory() => Do(() =>
    {
        directoryChanges.ForEach(change => change(durable));
        directoryChanges.Clear();
        return 0;
    });

    public void Dispose()
    {
    }

    /// <summary>The bytes of a file as they are now.</summary>
    public byte[] Bytes(string name) => current[name].Current;

    /// <summary>A disk that holds just these files, durably.</summary>
    public static SimulatedDisk With(IReadOnlyDictionary<string, byte[]> files)
    {
        var disk = new SimulatedDisk();
        foreach (var (name, bytes) in files)
        {
            var inode = new Inode { Current = [.. bytes], Durable = [.. bytes] };
            disk.current[name] = inode;
            disk.durable[name] = inode;
        }

        return disk;
    }

    /// <summary>What a restart finds.</summary>
    public SimulatedDisk After(Crash crash)
    {
        lock (gate)
        {
            if (crash == Crash.Kill)
            {
                return With(current.ToDictionary(file => file.Key, file => file.Value.Current));
            }

            var names = new Dictionary<string, Inode>(durable, StringComparer.Ordinal);
            foreach (var change in directoryChanges.Where(_ => crash == Crash.PowerCut && random.Next(2) == 0))
            {
                change(names);
            }

            return With(names.ToDictionary(file => file.Key, file => Remains(file.Value, crash)));
        }
    }

    private byte[] Remains(Inode inode, Crash crash)
    {
        var bytes = inode.Durable;
        foreach (var change in inode.Pending.Where(_ => crash == Crash.PowerCut && random.Next(3) != 0))
        {
            bytes = change(bytes, random.Next(2) == 0 ? null : random);
        }

        return bytes;
    }

    private T Do<T>(Func<T> action, Action? partly = null)
    {
        lock (gate)
        {
            if (stopped || Operations == StopAt)
            {
                if (!stopped)
                {
                    partly?.Invoke();
                }

                stopped = true;
                throw new IOException("The machine has stopped.");
            }

            if (Fails(Operations++))
            {
                partly?.Invoke();
                throw new IOException("No space left on device.");
            }

            return action();
        }
    }

    private static byte[] Overwrite(byte[] bytes, long offset, ReadOnlySpan<byte> data, Random? sectors)
    {
        var result = bytes;
        Array.Resize(ref result, (int)Math.Max(bytes.Length, offset + data.Length));
        result = [.. result];
        for (var i = 0; i < data.Length; i += Sector)
        {
            if (sectors is null || sectors.Next(2) == 0)
            {
                var part = data.Slice(i, Math.Min(Sector, data.Length - i));
                part.CopyTo(result.AsSpan((int)offset + i));
            }
        }

        return result;
    }

    private sealed class Inode
    {
        public byte[] Current { get; set; } = [];

        public byte[] Durable { get; set; } = [];

        public List<Func<byte[], Random?, byte[]>> Pending { get; } = [];

        public void Change(Func<byte[], Random?, byte[]> change)
        {
            Current = change(Current, null);
            Pending.Add(change);
        }
    }

    private sealed class Handle(SimulatedDisk disk, Inode inode) : IStorageFile
    {
        private bool disposed;

        public long Length => inode.Current.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            lock (disk.gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                var count = (int)Math.Clamp(inode.Current.Length - offset, 0, buffer.Length);
                inode.Current.AsSpan((int)Math.Min(offset, inode.Current.Length), count).CopyTo(buffer);
                return count;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            var data = bytes.ToArray();
            disk.Do(
                () =>
                {
                    inode.Change((before, sectors) => Overwrite(before, offset, data, sectors));
                    return 0;
                },
                () =>
                {
                    var part = data[..disk.random.Next(data.Length + 1)];
                    inode.Change((before, sectors) => Overwrite(before, offset, part, sectors));
                });
        }

        public void SetLength(long length) => disk.Do(() =>
        {
            inode.Change((before, _) =>
            {
                Array.Resize(ref before, (int)length);
                return before;
            });
            return 0;
        });

        public void Flush()
        {
            disk.BeforeFlush();
            disk.Do(() =>
            {
                inode.Durable = inode.Current;
                inode.Pending.Clear();
                disk.Flushes++;
                return 0;
            });
        }

        public void Dispose()
        {
            lock (disk.gate)
            {
                disposed = true;
            }
        }
    }
}
