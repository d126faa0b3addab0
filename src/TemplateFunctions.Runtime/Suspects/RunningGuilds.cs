using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Suspects;

/// <summary>
/// Which guilds' code runs on the VM threads of this process and its children now, told to whoever comes after them: a process that
/// dies natively leaves its file behind, and the next one that opens the folder finds the guilds in it. They are suspects.
/// </summary>
/// <remarks>
/// A folder may be shared by processes that live at the same time: each has a file of its own and holds it locked, and a file that
/// can be locked is one whose process has gone. A process that ends in order removes its file.
/// </remarks>
public sealed partial class RunningGuilds : IDisposable
{
    private const string Suffix = ".running";
    private const string WorkerSuffix = ".worker";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ILogger _logger;
    private readonly string _directory;
    private readonly string _name;
    private readonly RunningFile _file;
    private readonly List<FileStream> _left;
    private int _workers;

    private RunningGuilds(ILogger logger, string directory, string name, RunningFile file, List<FileStream> left, IReadOnlyCollection<GuildId> suspects) =>
        (_logger, _directory, _name, _file, _left, Suspects) = (logger, directory, name, file, left, suspects);

    /// <summary>Guilds that were running when former processes died. They are named again at the next start unless <see cref="Forget"/> was called.</summary>
    public IReadOnlyCollection<GuildId> Suspects { get; private set; }

    /// <summary>Opens a folder, makes this process's file in it, and reads what processes that died have left.</summary>
    /// <returns>Null when the folder cannot be used, which is logged: then nobody will be suspected.</returns>
    public static RunningGuilds? TryOpen(string directory, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        directory = Path.GetFullPath(directory);
        var left = new List<FileStream>();
        try
        {
            Make(directory);
            var suspects = new HashSet<GuildId>();
            foreach (var path in Directory.EnumerateFiles(directory, "*" + Suffix).Order(StringComparer.Ordinal))
            {
                if (TryLock(path) is { } stream)
                {
                    left.Add(stream);
                    suspects.UnionWith(RunningFile.Read(stream));
                }
            }

            var name = Guid.NewGuid().ToString("N");
            var file = RunningFile.CreateLocked(Path.Combine(directory, name + Suffix));
            if (suspects.Count > 0)
            {
                LogSuspects(logger, string.Join(", ", suspects));
            }

            return new RunningGuilds(logger, directory, name, file, left, suspects);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            left.ForEach(stream => stream.Dispose());
            LogUnusable(logger, directory, failure);
            return null;
        }
    }

    /// <summary>The suspects have been told to whoever remembers them: their files go.</summary>
    public void Forget()
    {
        Suspects = [];
        foreach (var stream in _left)
        {
            var children = Path.GetFileNameWithoutExtension(stream.Name) + ".*" + WorkerSuffix;
            foreach (var child in Directory.EnumerateFiles(_directory, children))
            {
                Remove(child);
            }

            Remove(stream.Name);
            stream.Dispose();
        }

        _left.Clear();
    }

    /// <summary>Empties the file and removes it: nobody died here. After the last VM thread has ended.</summary>
    public void Dispose()
    {
        _left.ForEach(stream => stream.Dispose());
        _left.Clear();
        _file.Dispose();
        Remove(Path.Combine(_directory, _name + Suffix));
    }

    /// <summary>In a child process: the file that its host has made for it.</summary>
    internal static RunningGuilds? OfWorker(string path, ILogger logger)
    {
        try
        {
            return new RunningGuilds(logger, "", "", RunningFile.Map(path), [], []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogUnusable(logger, path, failure);
            return null;
        }
    }

    internal RunningNote? Take() => _file.Take();

    /// <summary>Makes a file for a child process to note its guilds in; null when that is not possible.</summary>
    internal string? MakeWorkerFile()
    {
        var path = Path.Combine(_directory, $"{_name}.{Interlocked.Increment(ref _workers)}{WorkerSuffix}");
        try
        {
            RunningFile.Make(path);
            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogUnusable(_logger, _directory, failure);
            return null;
        }
    }

    /// <summary>What a child process that is gone had noted; its file goes.</summary>
    internal static IReadOnlyList<GuildId> TakeWorkerFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            File.Delete(path);
            return RunningFile.Read(stream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody has removed it: then nobody is suspected.
            return [];
        }
    }

    private static void Make(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }
    }

    /// <summary>The file, if its process has gone.</summary>
    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Its process lives, another has just taken it, or it is none of ours.
            return null;
        }
    }

    private void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // An empty file names nobody; one that is not empty names its guilds once more, which costs them a process of their own.
            LogUnremoved(_logger, path, failure);
        }
    }

    [LoggerMessage(1040, LogLevel.Warning, "A former process died while these guilds ran; they run alone next: {Guilds}")]
    private static partial void LogSuspects(ILogger logger, string guilds);

    [LoggerMessage(1042, LogLevel.Warning, "{Path} could not be removed")]
    private static partial void LogUnremoved(ILogger logger, string path, Exception failure);

    [LoggerMessage(1041, LogLevel.Warning, "Running guilds cannot be noted in {Directory}: after a native death nobody will be suspected")]
    private static partial void LogUnusable(ILogger logger, string directory, Exception failure);
}
