using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.VmWorker;

/// <summary>Real faults for tests, there only where panics are allowed: what a bug in native code does to the process.</summary>
internal static partial class FaultModule
{
    public const string Name = "@antiraid/faults";

    public static HostModule Create() => new()
    {
        Name = Name,
        Functions =
        [
            new HostFunction("segfault", static _ => HostReturn.Of((long)Length(0x10))),
            new HostFunction("exit", static _ =>
            {
                Environment.Exit(7);
                return HostReturn.None;
            }),
            new HostFunction("stick", static _ =>
            {
                new ManualResetEventSlim().Wait();
                return HostReturn.None;
            }),
        ],
    };

    // Reads through a pointer that points nowhere, in native code.
    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nuint Length(nint text);
}
