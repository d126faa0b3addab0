using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>
/// Starts worker processes with a clean environment, no inherited descriptors but its three pipes, and a bounded managed heap.
/// </summary>
/// <remarks>
/// All are started from one thread that lives as long as this process: Linux ties a child's fate (<c>PR_SET_PDEATHSIG</c>) to the thread
/// that started it.
/// </remarks>
internal static partial class WorkerLauncher
{
    private const uint MarkCloseOnExec = 4;
    private static readonly BlockingCollection<Action> Orders = [];
    private static readonly Lazy<Thread> Starter = new(StartThread);

    /// <summary>The worker's assembly beside the host's.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "TemplateFunctions.VmWorker.dll");

    /// <summary>Starts a process; the task fails with <see cref="WorkerStartException"/> when that is not possible.</summary>
    public static Task<Process> StartAsync(ProcessPoolOptions options)
    {
        _ = Starter.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add(() =>
        {
            try
            {
                started.SetResult(Start(options));
            }
            catch (Exception failure)
            {
                started.SetException(failure as WorkerStartException ?? new WorkerStartException(failure.Message, failure));
            }
        });
        return started.Task;
    }

    /// <summary>Why there is nothing to start, or null.</summary>
    public static string? WhyNot(ProcessPoolOptions options)
    {
        try
        {
            _ = options.Command ?? Command(options.WorkerPath ?? DefaultPath);
            return null;
        }
        catch (WorkerStartException missing)
        {
            return missing.Message;
        }
    }

    /// <summary>What a worker's environment holds, and nothing else.</summary>
    internal static Dictionary<string, string> Environment(ProcessPoolOptions options)
    {
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_GCHeapHardLimit"] = "0x" + options.HeapBytes.ToString("x", CultureInfo.InvariantCulture),
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_DbgEnableMiniDump"] = "0",
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        };
        if (DotnetRoot() is { } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        return environment;
    }

    private static Process Start(ProcessPoolOptions options)
    {
        var command = options.Command ?? Command(options.WorkerPath ?? DefaultPath);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory)!,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment(options))
        {
            start.Environment[name] = value;
        }

        CloseDescriptorsOnExec();
        return Process.Start(start) ?? throw new WorkerStartException($"{command[0]} did not start.", null);
    }

    private static string[] Command(string assembly)
    {
        if (!File.Exists(assembly))
        {
            throw new WorkerStartException($"The program of VM processes is missing: {assembly}.", null);
        }

        var dotnet = DotnetRoot() is { } root ? Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet") : null;
        if (dotnet is not null && File.Exists(dotnet))
        {
            return [dotnet, "exec", assembly];
        }

        // A host that was published with its runtime has the worker's executable beside it.
        var executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(executable) ? [executable] : throw new WorkerStartException($"Neither dotnet nor {executable} was found to run {assembly} with.", null);
    }

    /// <summary>Where the shared runtime of this process lives, or null when it carries its own.</summary>
    private static string? DotnetRoot()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Directory.Exists(Path.Combine(root, "host", "fxr")) ? root : null;
    }

    /// <summary>
    /// .NET marks what it opens itself; what a native library opened, or what this process was started with, is marked here.
    /// </summary>
    private static void CloseDescriptorsOnExec()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            if (CloseRange(3, uint.MaxValue, MarkCloseOnExec) == 0)
            {
                return;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
        }

        throw new WorkerStartException("This Linux cannot mark descriptors as close-on-exec (close_range, Linux 5.11).", null);
    }

    private static Thread StartThread()
    {
        var thread = new Thread(static () =>
        {
            foreach (var order in Orders.GetConsumingEnumerable())
            {
                order();
            }
        })
        {
            IsBackground = true,
            Name = "vm-process-starter",
        };
        thread.Start();
        return thread;
    }

    [LibraryImport("libc", EntryPoint = "close_range")]
    private static partial int CloseRange(uint first, uint last, uint flags);
}

/// <summary>A worker process could not be started.</summary>
internal sealed class WorkerStartException(string message, Exception? inner) : Exception(message, inner);
