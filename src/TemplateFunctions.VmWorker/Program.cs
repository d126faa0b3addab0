using Microsoft.Win32.SafeHandles;
using TemplateFunctions.VmWorker;

// Started by a host for its strategy process-pool: frames come in by standard input and go out by standard output.
ProcessHardening.Apply();
if (!Console.IsInputRedirected || !Console.IsOutputRedirected)
{
    Console.Error.WriteLine("This program is started by a TemplateFunctions host; it has nothing to say to people.");
    return 2;
}

using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
Console.SetOut(TextWriter.Null);
return new Worker(input, output).Run();
