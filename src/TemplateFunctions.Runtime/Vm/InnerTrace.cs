using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>The stack of a coroutine that failed and whose error went on to whoever resumed it.</summary>
/// <param name="Run">The run that was on the thread.</param>
/// <param name="Message">The error, by which it is known again.</param>
/// <param name="Text">The traceback, with that of coroutines inside.</param>
internal sealed record InnerTrace(Run Run, string Message, string Text);
