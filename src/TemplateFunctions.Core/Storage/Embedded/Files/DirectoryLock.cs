using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace TemplateFunctions.Core.Storage.Embedded.Files;

/// <summary>
/// Keeps a second process off the data directory: <c>store.lock</c> is held open exclusively, and the system lets go of it
/// however the process ends. The holder's pid stands in a file of its own, because the locked one cannot be read.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string LockName = "store.lock";
    private const string PidName = "store.pid";
    private readonly SafeFileHandle handle;

    private DirectoryLock(SafeFileHandle handle) => this.handle = handle;

    public static DirectoryLock Acquire(string directory)
    {
        SafeFileHandle? handle = null;
        try
        {
            Directory.CreateDirectory(directory);
            handle = File.OpenHandle(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(Path.Combine(directory, PidName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DirectoryLock(handle);
        }
        catch (IOException failure) when (handle is null && IsHeldElsewhere(failure))
        {
            throw new StorageException(
                StorageCodes.DirectoryInUse,
                $"The data directory '{directory}' is in use by process {HolderPid(directory)}. Stop that process, or give this one another TemplateFunctions:DataDirectory.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new StorageException(
                StorageCodes.DirectoryUnusable,
                $"The data directory '{directory}' cannot be used: {failure.Message}",
                failure);
        }
    }

    public void Dispose() => handle.Dispose();

    /// <summary>EWOULDBLOCK of Linux and macOS, or the sharing and lock violations of Windows.</summary>
    private static bool IsHeldElsewhere(IOException failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) is 32 or 33 : failure.HResult is 11 or 35;

    private static string HolderPid(string directory)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(directory, PidName)).Trim();
            return text.Length is > 0 and <= 10 && text.All(char.IsAsciiDigit) ? text : "(pid unknown)";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "(pid unknown)";
        }
    }
}
