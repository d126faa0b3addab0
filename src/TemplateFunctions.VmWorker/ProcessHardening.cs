using System.Runtime.InteropServices;

namespace TemplateFunctions.VmWorker;

/// <summary>What the process gives up before it looks at anything it is sent. Linux; elsewhere the pipes alone tie it to its host.</summary>
internal static partial class ProcessHardening
{
    private const int CoreSize = 4;
    private const int ParentDeathSignal = 1;
    private const int Dumpable = 4;
    private const int NoNewPrivileges = 38;
    private const int Kill = 9;

    public static void Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A stopped or stuck process would not see its host's end of the pipe close.
        Require(Control(ParentDeathSignal, Kill, 0, 0, 0), "prctl(PR_SET_PDEATHSIG)");

        // Neither a core file nor, where cores go to a program, anything that program could read. This also keeps the process's memory from
        // its siblings, which run under the same user.
        var none = default(Limit);
        Require(SetLimit(CoreSize, none), "setrlimit");
        Require(Control(Dumpable, 0, 0, 0, 0), "prctl(PR_SET_DUMPABLE)");
        Require(Control(NoNewPrivileges, 1, 0, 0, 0), "prctl(PR_SET_NO_NEW_PRIVS)");
    }

    private static void Require(int result, string call)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"{call} failed with {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
